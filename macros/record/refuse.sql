{# Stops the node before it writes, with one sentence: what is wrong, and what to do. #}
{% macro refuse(problem, remedy) %}
    {{ exceptions.raise_compiler_error(this.identifier ~ " was left as it is: " ~ problem ~ "; " ~ remedy ~ ".") }}
{% endmacro %}
