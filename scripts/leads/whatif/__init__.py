"""What other rules would change: the statements of the last build, run again as far as the rules touch them, beside the warehouse.

`preview` is the one way in, for the command and for pages.
"""

from leads.whatif.answer import Cause, Count, Move, Preview, Quality, State, Week
from leads.whatif.preview import preview
from leads.whatif.rules import Change

__all__ = ["Cause", "Change", "Count", "Move", "Preview", "Quality", "State", "Week", "preview"]
