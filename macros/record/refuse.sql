{# Stops the node before it writes: what it is, what is wrong, what to do, in one sentence. #}
{% macro refuse(problem, remedy) %}
    {{ exceptions.raise_compiler_error(this.identifier ~ " was left as it is: " ~ problem ~ "; " ~ remedy ~ ".") }}
{% endmacro %}
