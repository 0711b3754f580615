{{ bound_periods('bands', 'band') }}
