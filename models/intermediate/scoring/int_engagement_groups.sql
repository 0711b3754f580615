{{ engagement_groups(ref('int_score_points')) }}
