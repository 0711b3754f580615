-- Leads of an education company with an outcome and no dates: all seen on one day, those that converted won a month later.
create view delivered as
select * from read_csv(getvariable('source_dir') || '/Leads.csv', header = true, all_varchar = true);

copy (
    select
        "Prospect ID" as lead_id, '2020-01-01' as seen_at,
        "Lead Origin" as lead_origin, "Lead Source" as lead_source, "Do Not Email" as do_not_email,
        "Do Not Call" as do_not_call, "TotalVisits" as total_visits, "Total Time Spent on Website" as seconds_on_website,
        "Page Views Per Visit" as pages_per_visit, "Country" as lead_country, "Specialization" as specialization,
        "How did you hear about X Education" as heard_about_us, "What is your current occupation" as occupation,
        "What matters most to you in choosing a course" as matters_most, "City" as city,
        "A free copy of Mastering The Interview" as free_copy, "Through Recommendations" as recommended,
        "Digital Advertisement" as digital_advertisement, "Search" as search,
        "Tags" as tags, "Lead Quality" as lead_quality, "Lead Profile" as lead_profile,
        "Last Activity" as last_activity, "Last Notable Activity" as last_notable_activity,
        "Asymmetrique Activity Index" as asymmetrique_activity_index,
        "Asymmetrique Profile Index" as asymmetrique_profile_index,
        "Asymmetrique Activity Score" as asymmetrique_activity_score,
        "Asymmetrique Profile Score" as asymmetrique_profile_score
    from delivered
    order by lead_id
) to (getvariable('output_dir') || '/leads.csv');

copy (
    select "Prospect ID" as lead_id, '2020-01-31' as won_at
    from delivered where "Converted" = '1'
    order by lead_id
) to (getvariable('output_dir') || '/deals.csv');
