{{ bound_periods('int_grades__by_model', 'grade') }}
