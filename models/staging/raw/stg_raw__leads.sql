select * from {{ source('raw', 'leads') }}
