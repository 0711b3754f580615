{{ engagement_groups(ref('int_dates_to_score__by_model')) }}
