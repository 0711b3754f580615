{{ scale_by_model('grades', [
    'grade', 'lower_bound', 'below_completeness', 'mql_by_score', 'mql_by_hand_raise', 'valid_from', 'valid_to'
]) }}
