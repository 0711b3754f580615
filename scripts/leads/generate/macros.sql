-- Randomness without random(): a key is 32 bits, a draw is a scrambled key. Integers, and of real numbers only what IEEE
-- 754 makes exact (+ - * / sqrt), so every machine, thread count and DuckDB version draws the same. The multipliers and
-- shifts are those of C. Wellons' "lowbias32" hash.
create macro scramble_first(x) as (xor(x, x >> 16) * 2146121005::ubigint) & 4294967295::ubigint;
create macro scramble_second(x) as (xor(x, x >> 15) * 2221713035::ubigint) & 4294967295::ubigint;
create macro scramble_last(x) as xor(x, x >> 16);
create macro scramble(x) as scramble_last(scramble_second(scramble_first(x)));

-- One constant per seed and purpose, so that draws for two purposes have nothing to do with each other.
create macro salt(purpose) as
    md5_number_lower(getvariable('seed')::varchar || ':' || purpose) & 4294967295::ubigint;

-- The key of the n-th thing under another key; the factor is 2^32 divided by the golden ratio.
create macro child_key(parent_key, n, purpose) as
    scramble(xor((parent_key + n::ubigint * 2654435769::ubigint) & 4294967295::ubigint, salt(purpose)));

-- A whole number from 0 up to but not including n.
create macro pick(key, purpose, n) as (scramble(xor(key, salt(purpose))) % n::ubigint)::bigint;
-- A number from 0 up to but not including 1.
create macro share(key, purpose) as scramble(xor(key, salt(purpose)))::double / 4294967296::double;
create macro element(list, key, purpose) as list[1 + pick(key, purpose, len(list))];
-- The element at a position from 0 to 1 of a list ordered from worst to best.
create macro element_at(list, place) as list[1 + least(len(list) - 1, floor(place * len(list))::bigint)];

-- Times are whole seconds since 1970-01-01 UTC until they are written.
create macro as_time(seconds) as make_timestamp(seconds::bigint * 1000000);
create macro day_start_s(seconds) as seconds // 86400 * 86400;
-- The moment a fact of that moment lands: 70 % the night after between 2 and 5 o'clock, the rest within three hours and
-- the same day; always the same day where the night is after the end date.
create macro landed_s(seconds, key) as
    case
        when
            pick(key, 'lands_same_day', 10) < 3
            or day_start_s(seconds) + 86400 + 18000 > getvariable('end_s')
            then least(seconds + pick(key, 'landing_delay', 10800), day_start_s(seconds) + 86399)
        else day_start_s(seconds) + 86400 + 7200 + pick(key, 'landing_night', 10800)
    end;

create macro lead_key(lead_no) as child_key(0::ubigint, lead_no, 'lead');
create macro lead_id(lead_no) as 'L' || lpad(lead_no::varchar, 9, '0');
create macro account_key(account_no) as child_key(0::ubigint, account_no, 'account');
create macro account_id(account_no) as 'C' || lpad(account_no::varchar, 8, '0');
create macro account_domain(account_no, account_key) as
    element(['north', 'blue', 'alder', 'stone', 'river', 'summit', 'harbour', 'copper'], account_key, 'first_word')
    || element(['works', 'logic', 'foods', 'build', 'parts', 'care', 'trade', 'energy'], account_key, 'second_word')
    || account_no::varchar || '.example';
-- How well a company suits us, 0 to 1.
create macro account_quality(account_key) as (share(account_key, 'quality_one') + share(account_key, 'quality_two'))
/ 2;
-- Leads arrive ever faster, from the first day to the day before the end date.
create macro created_s(lead_key) as
    getvariable('start_s')
    + floor((getvariable('end_s') - 86400 - getvariable('start_s')) * sqrt(share(lead_key, 'created')))::bigint;
