{# After `create table`, a partition for each value of a column: models that are built at once then write different files, and none
   finds that another has changed what it deletes. Nothing on engines with transactions. #}
{% macro spark_partitions(column) -%}
    {{ return(' using iceberg partitioned by (' ~ column ~ ')' if target.type == 'spark' else '') }}
{%- endmacro %}
