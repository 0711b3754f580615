{{ bound_periods('int_bands__by_model', 'band') }}
