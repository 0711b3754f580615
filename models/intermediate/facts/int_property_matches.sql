{{ predicate_matches(ref('int_properties_needed')) }}
