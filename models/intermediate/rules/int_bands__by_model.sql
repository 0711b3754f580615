{{ scale_by_model('bands', ['band', 'lower_bound', 'valid_from', 'valid_to']) }}
