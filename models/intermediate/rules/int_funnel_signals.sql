select
    stage,
    position,
    kind,
    is_hand_over,
    coalesce(allows_return, false) as allows_return,
    {{ explode_list('entry_signals') }} as entry_signal
from {{ ref('funnel_stages') }}
