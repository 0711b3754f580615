"""A reproducible B2B and B2C world in the shape of the raw contract, with the truth planted beside it.

The same leads, days, seed, events per lead and end date give the same tables on every machine. Everything is SQL over
`range()`; see `macros.sql` for how chance is made, `people.sql` for the leads and `tables/` for one file per raw table.

What is planted, and how often:

| case | rate |
|---|---|
| delivery repeated (exact duplicate) | 1 % of events: half an hour-later `occurred_at`, 1 of 10 another type, 1 of 10 same row |
| semantic duplicate (message reopened, visit counted again) | patterns `mail_reopened`, `visit_again`: 1 to 2.5 %, 5 to 7 % of touches |
| landed 1 to 31 days late | 2 % of events |
| dated 2 days to a year after its own delivery | 0.1 % of events |
| anonymous web visit | 18 % of web touches, and 8 % before the lead was created |
| cookie never linked, linked late, linked to two leads | 20 %, 5 %, 1 % of cookies |
| known by e-mail only | 7 % of touches off the web; 2 of 5 in capitals or with blanks |
| unknown lead, unknown e-mail | 0.4 %, 0.3 % of touches |
| profile landed 3 to 30 days late | 5 % of leads |
| profile delivered twice, three times | 12 %, 2 % of leads |
| duplicate person, merged | 3.5 % of leads, in chains of up to 3; 2 % of merges are followed by a contradicting one |
| competitor, internal, supplier | 0.5 % of people each, known by e-mail domain |
| job seeker, student, opt-out, bad data, bot | 0.8, 1, 1.5, 0.7, 0.4 % of people |
| robot's user agent, machine open, click within 2 s of delivery | 1.2 % of web, 1 to 2.5 % and 0.8 % of touches |
| event type without a rule (`pixel_ping`) | 0.3 % of touches |
| override active, expired, to come | 0.5 % of leads in equal parts |

The end date is the last day of the world. All is loaded by its end except what is late or dated ahead. Latent fit and
interest (0 to 1) shape profile and activity; a person buys with probability 0.002 + 0.9 x (fit x interest) squared, within
33 days after the moment of most activity, be it before or after the end date.
"""
