-- The words of the world. Domains end in .example or example.edu and belong to nobody.
set variable first_names = [
    'Anna',
    'Ben',
    'Clara',
    'David',
    'Elif',
    'Farid',
    'Grace',
    'Hugo',
    'Ines',
    'Jonas',
    'Kofi',
    'Lea',
    'Mei',
    'Noah',
    'Olga',
    'Paul'
];
set variable last_names = [
    'Abel',
    'Brandt',
    'Costa',
    'Demir',
    'Evans',
    'Fischer',
    'Garcia',
    'Huber',
    'Ivanov',
    'Jansen',
    'Kim',
    'Lopez',
    'Meyer',
    'Novak'
];
set variable competitor_domains = ['rival-one.example', 'rival-two.example', 'rival-three.example'];
set variable supplier_domains = ['supplier-one.example', 'supplier-two.example'];
set variable campaigns = [
    'spring_fair',
    'autumn_fair',
    'newsletter',
    'webinar_series',
    'search_ads',
    'social_ads',
    'partner_mailing',
    'summer_offer',
    'open_house', 'white_paper'
];
set variable campaign_sources = [
    'trade_show', 'trade_show', 'email', 'webinar', 'paid_search', 'paid_social', 'partner', 'email', 'store', 'website'
];
set variable browser_agents = [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Version/17.5 Safari/605.1.15',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0'
];
set variable robot_agents = [
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    'python-requests/2.32'
];
