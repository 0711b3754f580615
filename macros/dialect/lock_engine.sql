{# Locks the engine before anything is built: from here on no model, macro, seed or test reads or writes a file, attaches, loads
   an extension or undoes this. Where the engine runs elsewhere (Spark), what it may reach is set there. #}
{% macro lock_engine() -%}
    {{ return(adapter.dispatch('lock_engine', 'lead_scoring')()) }}
{%- endmacro %}

{% macro default__lock_engine() -%}
{%- endmacro %}

{# Only the folders of the seeds stay open: dbt loads them by COPY. DuckDB itself adds what is attached (warehouse and record with
   their WAL) and its temporary folder. TimeZone stays open because dbt sets it for each new connection. The most memory is set
   here too: an option of the profile cannot be left out, and not every DuckDB knows a share of the machine's. #}
{% macro duckdb__lock_engine() -%}
    {% if execute and not run_query("select current_setting('lock_configuration')").rows[0][0] %}
        {% set folders = [] %}
        {% for seed in graph.nodes.values() if seed.resource_type == 'seed' %}
            {% set file = seed.root_path ~ '/' ~ seed.original_file_path %}
            {% if "'" in file %}
                {{ exceptions.raise_compiler_error("The path of a seed, " ~ file ~ ", has a quote; rename the folder or file.") }}
            {% endif %}
            {% do folders.append("'" ~ file.rsplit('/', 1)[0] ~ "'") %}
        {% endfor %}
        {% set limit = env_var('LEADS_MEMORY_LIMIT', '') | trim %}
        {% if limit %}
            {% do run_statement("set memory_limit = '" ~ limit | replace("'", "''") ~ "'") %}
        {% endif %}
        {% do run_statement("set allowed_configs = ['TimeZone']") %}
        {% do run_statement("set allowed_directories = [" ~ folders | unique | join(', ') ~ "]") %}
        {% do run_statement("set enable_external_access = false") %}
        {% do run_statement("set lock_configuration = true") %}
    {% endif %}
{%- endmacro %}
