"""What in a sentence of a course tells no length or last day of it."""

import re

_SO_LONG = (
    r"(?:\d{1,3}(?:[.½]\d?)?(?: ?(?:-|to) ?\d{1,3})?|an?|one|two|three|four|five|six|eight|ten|twelve|half an?|a few|"
    r"several)\s?(?:days?|d|weeks?|wks?|months?|mos?|years?|yrs?)\b"
)
# "Relief 2 wks": how long it helped, and not how long it was taken.
HELPED_FOR = re.compile(
    r"\b(?:relief|benefit|better|improve(?:d|ment)|pain[- ]free|helped|effect|response)(?: (?:for|of|x|lasted|lasting|"
    rf"only|about|some|was|wore off after))*[ :~]+{_SO_LONG}",
    re.IGNORECASE,
)
# It ended on a day, or was in a month, that the sentence does not give in full: the day of the note is none of it.
ENDED_SOMETIME = re.compile(
    r"(?i)\b(?:in|during|since|around|last|this past) (?:the |early |mid-?|late )*(?:jan(?:uary)?|feb(?:ruary)?|"
    r"mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    r"spring|summer|fall|autumn|winter|(?:19|20)\d\d)\b|(?<![\d/.])(?:0?[1-9]|1[0-2])/(?:19|20)\d\d\b|\bran out\b"
)
