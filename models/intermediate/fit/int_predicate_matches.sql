{{ predicate_matches(ref('int_predicates_needed')) }}
