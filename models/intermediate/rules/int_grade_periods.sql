{{ bound_periods('grades', 'grade') }}
