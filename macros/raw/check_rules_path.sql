{# Refuses a rules folder outside the project: dbt writes a statement per seed to target/run/<path of the seed>, which for an
   absolute path is the seed file itself. The command `leads build --rules` copies such a folder first. #}
{% macro check_rules_path() %}
    {% set rules = env_var('LEADS_RULES', 'seeds/rules') %}
    {% if execute and (rules.startswith('/') or ':' in rules or '..' in rules.split('/')) %}
        {{ exceptions.raise_compiler_error(
            "LEADS_RULES is '" ~ rules ~ "'; give a folder inside the project, relative to it, or use `leads build --rules`."
        ) }}
    {% endif %}
{% endmacro %}
