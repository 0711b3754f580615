{# Kilometres along the great circle between two places with latitude and longitude in degrees (haversine, mean Earth
   radius 6371.0088 km); null when a coordinate is unknown. #}
{% macro great_circle_km(near, far) -%}
    case
        when {{ near }}.latitude is not null and {{ near }}.longitude is not null
            then 2 * 6371.0088 * asin(
        least(
            cast(1 as double),
            sqrt(
                power(sin(radians({{ far }}.latitude - {{ near }}.latitude) / 2), 2)
                + cos(radians({{ near }}.latitude)) * cos(radians({{ far }}.latitude))
                * power(sin(radians({{ far }}.longitude - {{ near }}.longitude) / 2), 2)
            )
        )
    )
    end
{%- endmacro %}
