{# What decides how a model is computed, other than data and rules, as one number each: its own text, the macros of this project
   it calls, the vars they read, and the same of all models it follows from. Comments, white space outside of quotes,
   descriptions and tests do not count. #}

{# on-run-start: notes the number of every model of this run in operations.code_versions. Grain: one row per model; each run
   that builds replaces them. #}
{% macro note_code_versions() %}
    {% set macros = {} %}
    {% for name, macro in context[project_name].items() %}
        {% set text = without_comments(macro.macro.macro_sql) %}
        {% do macros.update({name: {'text': text, 'names': names_called(text)}}) %}
    {% endfor %}
    {% set known = {} %}
    {% set rows = [] %}
    {% for node in graph.nodes.values() if node.resource_type == 'model' %}
        {% do rows.append("('" ~ node.unique_id ~ "', '" ~ code_version_of(node.unique_id, macros, known) ~ "')") %}
    {% endfor %}
    {% do run_statement(
        "create or replace table " ~ operations_relation('code_versions') ~ " as select * from (values "
        ~ rows | join(', ') ~ ") as versions (model, code_version)"
    ) %}
{% endmacro %}

{# known: the numbers found before, by node. #}
{% macro code_version_of(node_id, macros, known) %}
    {% if node_id not in known %}
        {% set parts = [] %}
        {% if node_id in graph.sources %}
            {% set source = graph.sources[node_id] %}
            {# A warehouse may be moved: its own name does not count. #}
            {% do parts.append((source.database if source.database != target.database else '') ~ '.' ~ source.schema ~ '.' ~ source.identifier) %}
        {% elif node_id.startswith('model.') %}
            {% set node = graph.nodes[node_id] %}
            {% set meta = node.config.meta %}
            {% do parts.append(node.config.materialized) %}
            {% do parts.append(meta.get('renewed_under') ~ ' ' ~ meta.get('renewed_from') ~ ' ' ~ meta.get('renewed_known')) %}
            {% do parts.extend(texts_read(node, macros)) %}
            {% for parent in node.depends_on.nodes | sort if parent != node_id %}
                {% do parts.append(known.get(parent) or code_version_of(parent, macros, known)) %}
            {% endfor %}
        {% endif %}
        {% do known.update({node_id: local_md5(parts | join('\n'))}) %}
    {% endif %}
    {{ return(known[node_id]) }}
{% endmacro %}

{# The text of a model, of the macros it calls and of those they call, and the vars that these read with their values.
   macros: of each its text and the names it calls. #}
{% macro texts_read(node, macros) %}
    {% set names = ['materialization_' ~ node.config.materialized ~ '_' ~ target.type] %}
    {% set texts = [without_comments(node.raw_code)] %}
    {% do names.extend(names_called(texts[0])) %}
    {% for name in names if name in macros %}
        {% if macros[name].text not in texts %}
            {% do texts.append(macros[name].text) %}
            {% do names.extend(macros[name].names) %}
        {% endif %}
    {% endfor %}
    {% set found = texts | sort %}
    {% if 'business_time_zone' in names %}
        {% do found.append('business_time_zone=' ~ business_time_zone()) %}
    {% endif %}
    {% set left_out = unversioned_vars() %}
    {% for name in modules.re.findall("\\bvar\\(['\"](\\w+)", texts | join(' ')) | unique | sort if name not in left_out %}
        {% do found.append(name ~ '=' ~ var(name)) %}
    {% endfor %}
    {{ return(found) }}
{% endmacro %}

{# What a run is for and how much it does at once, not what it computes; and the time zone, which counts wherever it was set. #}
{% macro unversioned_vars() %}
    {{ return(['as_of_date', 'recorded_at', 'rows_per_slice', 'business_time_zone']) }}
{% endmacro %}

{# Every name before a bracket, and what dispatch makes of it on this engine. #}
{% macro names_called(text) %}
    {% set names = [] %}
    {% for name in modules.re.findall("(\\w+) ?\\(|dispatch\\('(\\w+)'", text) | map('join') | unique %}
        {% do names.extend([name, target.type ~ '__' ~ name, 'default__' ~ name]) %}
    {% endfor %}
    {{ return(names) }}
{% endmacro %}

{# What stands in quotes is left as it is; comments and white space become one blank. #}
{% macro without_comments(text) %}
    {{ return(modules.re.sub(
        "(?s)(\"[^\"\\n]*\"|'[^'\\n]*')|(?:\\s|--[^\\n]*|/\\*.*?\\*/|\\{[#].*?[#]\\})+", "\\1 ", text
    ) | trim) }}
{% endmacro %}
