"""Signs of an order that no clinical sentence bears: overridden instructions, forged roles, orders about the draft.

Each is read in one sentence in plain letters, without regard to capitals. ``ANYWHERE`` may stand in any sentence;
``ORDERED`` only where an order begins: at the start, after a colon, after "please" or "must".
"""

import re
from collections.abc import Iterable
from enum import StrEnum


class Why(StrEnum):
    """What an order is, as a reviewer reads it."""

    OVERRIDE = "asks software to drop its instructions"
    ROLE = "speaks to software, or in its name"
    DRAFT = "says what a draft must say or leave out"
    TASK = "asks for work that has nothing to do with the patient"
    HIDDEN = "is written so that readers do not see it"


Sign = tuple[Why, re.Pattern[str]]

_RULES = (
    r"(?:instructions?|prompts?|rules?|guidelines?|directives?|commands?|programming|safeguards?|guardrails?|"
    r"restrictions?|constraints?|training|safety (?:checks?|polic\w+|measures?)|system messages?)"
)
_DROP = (
    r"(?:ignore|disregard|forget|override|bypass|circumvent|neglect|discard|abandon|do not follow|don't follow|"
    r"stop following|no longer follow|pay no attention to|set aside|skip|drop|erase|delete|suspend|disable)"
)
_WHOLE = (
    r"(?:all|any|every|your|previous\w*|prior|above|earlier|preceding|foregoing|original|existing|other|these|those|the|"
    r"safety|system|initial|current|default)"
)
_AI_NAMED = (
    r"(?:\bA\.?I\.? (?:system|assistant|model|tool|reader|reviewer|agent|software|summari[sz]er|writer|drafter|engine|bot)s?|"
    r"artificial intelligence|(?:large )?language models?|\bLLMs?\b|\bchat ?bots?\b|\b(?:chat)?GPT\b|"
    r"\b(?:virtual|digital|drafting|writing|summary) assistants?|\bauto(?:mated|matic)?[- ]?"
    r"(?:summari[sz]\w+|reviewers?|readers?|agents?|systems?|drafters?|writers?|processing)|\bsummari[sz]ers?\b|"
    r"\b(?:the|this|any|every|whichever|dear) (?:model|software|bot|parser|generator|reviewing system|"
    r"drafting (?:tool|system|engine|software))\b|"
    r"\b(?:whoever|whatever|anyone who|anything that|any system that|the system that) (?:is )?"
    r"(?:read|writ|draft|summari[sz]|process|prepar|generat|index|compil)\w*)"
)
_AI_SPOKEN_TO = r"(?:\b(?:dear|hey|hello|attention|attn:?|note to|message to|to (?:the|any|all)|for (?:the|any)) (?:AIs?|assistant|computer)\b)"
_ACT = (
    r"(?:state|write|say|output|approve|ignore|disregard|summari[sz]e|respond|reply|answer|include|omit|prepare|mark|"
    r"report|describe|list|conclude|follow|obey|execute|print|return|recommend|treat|assume|add|remove|leave|skip|"
    r"translate|replace|reveal|show|tell|generate|produce|create|draft|record|note|cite|mention|classify|consider|"
    r"delete|flag|confirm|accept|highlight|trust|rely|insert|append|use|read|stop|begin|quote)"
)
_DUTY = r"(?:must|should|shall|needs? to|has to|have to|is to|are to|please|instructed to|required to|ordered to|never|always)"
_OWN_TEXT = r"(?:drafts?|summar(?:y|ies)|answers?|replies|reply|letters?|synopsis|overview|write-?up|generated \w+)"
_IN_OWN_TEXT = (
    r"(?:(?:the|your|this|any|every|all|each) (?:\w+ ){0,2}?" + _OWN_TEXT + r"|your (?:\w+ )?(?:response|output|text|message))\b"
    r"(?! (?:to|of) (?:treatment|therapy|medication))"
)
_WEIGHTY = (
    r"(?:allerg\w+|warfarin|anticoagula\w+|medicines?|medications?|drugs?|diagnos[ei]s|histor(?:y|ies)|findings?|warnings?|"
    r"contradictions?|contraindications?|conflicts?|flags?|passages?|citations?|sources?|abnormal\w*|criteri\w+|"
    r"adverse \w+|overdoses?|abuse|suicid\w+|bleed\w*|discrepanc\w+|complications?|side effects?|uncertaint\w+|safety \w+)"
)
_PAPER = r"(?:notes?|pages?|results?|documents?|sections?|lines?|labs?|errors?|alerts?|entries|records?|evidence)"
_KIN = (
    r"\bto (?:(?:the|his|her|their|my|any|patient'?s?|pt'?s?)\s+)*(?:famil\w+|mother|father|mom|dad|parents?|wife|husband|spouse|"
    r"partner|employer|school|children|child|daughter|son|sister|brother|siblings?|relatives?|patient|pt|visitors?)\b"
)
_STATUS = (
    r"(?:met|fulfilled|satisfied|approved|completed?|resolved|inactive|normal|negative|stable|low[- ]risk|minimal|"
    r"not applicable|verified|reviewed|signed|true|none|cured|discontinued|supported|confirmed|"
    r"authorized|irrelevant|unreliable|accurate|correct|authoritative|outdated|erroneous|entered in error|"
    r"passed|medically necessary|compliant|healthy|a success)"
)

_ANYWHERE: tuple[tuple[Why, str], ...] = (
    (
        Why.OVERRIDE,
        rf"\b{_DROP}\b(?=[^.]{{0,40}}\b{_WHOLE}\b)[^.]{{0,60}}?\b{_RULES}\b(?! (?:for|about|on|regarding|given|from|re)\b)",
    ),
    (
        Why.OVERRIDE,
        rf"\b{_DROP}\b (?:everything|anything|whatever|all (?:of )?(?:the |this |that )?(?:prior |previous |other )?(?:text|notes|"
        r"content|context|messages?|documents?|pages|evidence)) ?(?:above|before|prior|earlier|else|you|said|that|in|on|\.|$)",
    ),
    (
        Why.OVERRIDE,
        rf"\b{_DROP}\b (?:all |any )?(?:the )?(?:previous|prior|above|preceding|earlier) (?:text|context|prompts?|content|notes)\b"
        r"(?! (?:for|about|on|regarding|from|of|re)\b)",
    ),
    (
        Why.OVERRIDE,
        r"\bnew (?:system )?(?:instructions?|directives?|rules?|task|prompt) (?:for (?:the )?(?:model|assistant|system|ai|software)|"
        r"override|supersede|replace)|\b(?:end|stop|close) of (?:the )?(?:system |user )?(?:prompt|instructions?|context|untrusted \w+)\b",
    ),
    (
        Why.OVERRIDE,
        r"\b(?:the (?:above|previous|real) (?:instructions?|prompt|task)|your (?:real|true|actual|only|new) "
        r"(?:task|job|purpose|instructions?|objective|role|mission))\b (?:is|are|was|were|now)\b",
    ),
    (
        Why.OVERRIDE,
        r"\b(?:jailbreak\w*|prompt injection|developer mode|god mode|DAN mode|do anything now|sudo mode|"
        r"admin(?:istrator)? (?:override|mode)|maintenance mode|unrestricted mode|debug mode)\b",
    ),
    # Other languages: drop the earlier instructions; write that the patient.
    (
        Why.OVERRIDE,
        r"\b(?:ignor[ae]\w*|olvid[ae]\w*|descart[ae]\w*|desconsider[ae]\w*|esquec\w+|dimentic\w+|oubli\w+|neglige[rz]?|"
        r"ne ten\w+ pas compte|no (?:sigas|siga|hagas caso)|ignorier\w*|vergiss|vergessen sie|missachte\w*|negeer|vergeet|"
        r"zignoruj\w*|zapomnij|yoksay|dikkate alma|bo qua)\b.{0,50}\b(?:instruc[ct]\w+|istruzion\w+|anweisung\w*|instructies?|"
        r"instrukc\w+|polecen\w+|instruks\w*|ordenes|ordini|consign\w+|indicacion\w+|talimat\w*|regeln|regles|reglas|regras|huong dan)",
    ),
    (
        Why.OVERRIDE,
        r"(?:忽略|无视|無視|忘记|忘掉).{0,14}(?:指令|指示|说明|規則|规则|提示)|(?:指示|命令|指令).{0,8}(?:無視|忘れ)|"
        r"(?:про)?игнорируи\w*.{0,40}(?:инструкц|указани|правил)|забудь.{0,40}(?:инструкц|указани)|"
        r"تجاهل.{0,40}(?:تعليمات|اوامر)",
    ),
    (
        Why.DRAFT,
        r"^(?:por favor,? )?(?:di|diga|escrib[ae]|indi(?:ca|que)|declar[ae]|escreva|scriv[ia]|dichiar[ai]|ecri(?:s|vez)|"
        r"indiquez|dites|schreib\w*(?: sie)?|geben sie an|gib an|zeg|schrijf|napisz),? (?:que|che|dass|dat|ze) "
        r"(?:el|la|le|o|a|il|der|die|de|het)? ?(?:pacient|patient|pazient|pacjent|kriteri|criteri)\w*",
    ),
    (
        Why.ROLE,
        r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|eot_id|begin_of_text|start_header_id)\|?>|<</?SYS>>|"
        r"\[/?(?:INST|SYS|SYSTEM|ASSISTANT|PROMPT)\]|#{2,} ?(?:system|instructions?|user|assistant|response|human)\b ?:?$|"
        r"\b(?:begin|end) (?:system|admin|assistant) (?:prompt|message|override)",
    ),
    (Why.ROLE, r"\b(?:system|developer|hidden|initial) (?:prompt|override|directive|instruction|command)s?\b|\bsystem (?:message|notice)\s*:"),
    (
        Why.ROLE,
        r"^\W*(?:system|assistant|ai|bot|model|llm|user|human|admin)(?: (?:note|message|update|notice))?\s*[:>]{1,2}\s*"
        rf"(?:please |you |now |always |never |do not |sure|okay|understood|{_ACT}\b)",
    ),
    (
        Why.ROLE,
        r"\byou(?: are|'re) (?:now |actually |no longer |henceforth )?(?:an?|the|my) (?:\w+[- ]){0,3}?(?:assistant|AI|model|system|bot|chatbot|"
        r"agent|pirate|programmer|hacker|poet|translator|copywriter|comedian|engine|software)\b|\byou are now (?:an?|the|in)\b|"
        r"\bfrom now on,? you\b|\bas an AI\b",
    ),
    (
        Why.ROLE,
        r"\b(?:pretend|imagine|act as if|behave as if|role-?play)\b(?: that)? (?:you|to be|as|being)\b|\bact as (?:an?|the|my) (?:\w+ ){0,2}"
        r"(?:assistant|expert|translator|terminal|interpreter|hacker|poet|pirate|lawyer|engineer|journalist|comedian|reviewer|"
        r"console|bot|ai|system|tutor|teacher|agent|developer|chef|salesperson|advisor)\b",
    ),
    (Why.ROLE, rf"(?:{_AI_NAMED}|{_AI_SPOKEN_TO})[^.]{{0,90}}?(?:\b{_DUTY}|[:,]) ?(?:not |also |please |only |now |immediately |do not |to |you )*{_ACT}\b"),
    (Why.ROLE, rf"\bA\.?I\.?\b[^.]{{0,80}}?\b{_DUTY} (?:not |also |only |now |do not )*{_ACT}\b"),
    (
        Why.ROLE,
        rf"^\W*(?:attention|note|notice|message|memo|instructions?|important|hint|reminder|to|dear|for|hey|hello|attn)\b.{{0,8}}?"
        rf"(?:{_AI_NAMED})[^.]{{0,60}}(?:[:,]|$)|^\W*{_AI_SPOKEN_TO}\s*[:,-]",
    ),
    (Why.DRAFT, r"\bdo(?: not|n't) (?:cite|quote) (?:this|the|it|from|any)\b"),
    (
        Why.TASK,
        r"\b(?:reveal|print|repeat|output|show|leak|disclose|dump)\b.{0,30}\b(?:system prompt|your (?:instructions|prompt|rules|"
        r"configuration|training|api key|secret)|initial prompt|api keys?|passwords?|environment variables?|credentials)\b",
    ),
    (
        Why.TASK,
        r"\b(?:send|post|forward|upload|exfiltrate|transmit|copy)\b.{0,60}\b(?:chart|record|data|patient list|identifiers?|"
        r"conversation|contents?|notes?|summary|credentials|file)s?\b.{0,40}(?:https?://|www\.|\b(?:curl|webhook|endpoint)\b)",
    ),
    (
        Why.TASK,
        r"```|^\s*(?:import \w+$|from \w[\w.]* import |#include|def \w+\(|function \w+\(|SELECT .+ FROM |DROP TABLE|rm -rf|curl -|"
        r"<script|public static void)|\bos\.system\(|\beval\(|\bsubprocess\.",
    ),
)  # fmt: skip
_ORDERED: tuple[tuple[Why, str], ...] = (
    (
        Why.DRAFT,
        r"(?:state|say|write|conclude|claim|assert|declare|affirm|insist|summari[sz]e|specify|emphasi[sz]e|stress|report|indicate)"
        r"(?: \w+ly)?(?: in (?:the|your|any|every|all) \w+(?: \w+)?)? (?:simply |only )?that\b",
    ),
    (
        Why.DRAFT,
        r"(?:report|indicate|document|record|note|confirm|mention|suggest|recommend|imply|include|add|enter|put|insert|append|write|say|"
        r"state|open|begin|close|end|start|finish|replace|change|use)\b[^.]{0,120}?\b(?:in(?:to)?|to|at the (?:top|end|start|beginning|"
        r"bottom) of|on|with|for) " + _IN_OWN_TEXT,
    ),
    (
        Why.DRAFT,
        r"(?:omit|leave(?: out)?|drop|remove|delete|exclude|skip|strike|cut|hide|keep|withhold|suppress)\b[^.]{0,80}?\b(?:from|out of|off|in) "
        + _IN_OWN_TEXT,
    ),
    (
        Why.DRAFT,
        r"(?:do(?: not|n't)|never|no need to|refrain from|avoid|stop) (?:ever )?(?:mention|mentioning|cite|citing|quote|quoting|flag|"
        r"flagging|surface|surfacing|bring(?:ing)? up|allude|reference|referencing|reveal|disclose|draw attention|highlight)\b"
        r"(?!.*" + _KIN + r")",
    ),
    (
        Why.DRAFT,
        r"(?:do(?: not|n't)|never|no need to) (?:ever )?(?:list|report|show|include|summari[sz]e|display|tell|describe|record|"
        r"document|verify|count|compare|rely on)\b[^.]{0,50}?\b(?:" + _WEIGHTY + "|" + _PAPER + r"|reviewer|physician|clinician|user|reader|anyone)"
        r"\b(?!.*" + _KIN + r")(?! (?:dose|if|until|unless|without|with|while|before|after|at home|for))",
    ),
    (
        Why.DRAFT,
        r"(?:hide|conceal|downplay|suppress|gloss over|cover up|bury|misstate|fabricate|invent|make up|falsify|exaggerate|overstate|"
        r"understate) (?:\w+ ){0,5}?(?:" + _WEIGHTY + "|" + _PAPER + r")\b",
    ),
    (
        Why.DRAFT,
        r"(?:mark|label|flag|treat|regard|classify|rate|score|list|record|log|deem|code|report|describe|portray|declare|count|present|show|set)\b "
        r"(?:[\w'/-]+[ ,]+){1,8}?(?:as (?:being |having been |already |fully |clinically )?|to )" + _STATUS + r"\b(?! of\b| for\b)",
    ),
    (
        Why.DRAFT,
        r"(?:consider|deem|declare|count|tick|regard|rule|call) (?:off )?(?:the |this |all |every |each |any |step )(?:\w+ ){0,4}?"
        r"(?:criteri\w+|requirements?|box(?:es)?|step therapy|therapy|authorization)\b[^.]{0,20}\b(?:met|done|satisfied|true|fulfilled|complete|off)",
    ),
    (
        Why.DRAFT,
        r"(?:auto-?)?(?:approve|authorize|grant|deny|reject|certify|finali[sz]e|attest|dismiss|waive|accept) (?:this|the|all|any|every|"
        r"these|each)(?: [\w-]+){0,3}? (?:requests?|authori[sz]ations?|claims?|drafts?|letters?|summar(?:y|ies)|prior auth\w*|cases?|"
        r"appeals?|criteri\w+|findings?|alerts?|flags?|warnings?|coverage|checks?|requirements?)\b",
    ),
    (
        Why.DRAFT,
        r"(?:assume|presume|suppose|accept|believe|trust|take it)(?: as fact)? (?:that )?(?:the |this |all |any |every )?(?:patient|pt|he|she|"
        r"they|criteria|criterion|allerg\w+|policy|request|note|page|document|everything)\b",
    ),
    (
        Why.DRAFT,
        r"(?:ignore|disregard|overlook|neglect|override|set aside|throw out) (?:(?:the|any|all|every|her|his|their|this|these|those|whatever|other|"
        r"earlier|previous|prior|conflicting|documented|known|listed) )+(?:\w+ )?(?:" + _WEIGHTY + r")\b",
    ),
    (
        Why.DRAFT,
        r"(?:ignore|disregard|overlook|neglect|throw out) (?:all|any|every|whatever|other|conflicting)(?: \w+){0,2}? " + _PAPER + r"\b",
    ),
    (
        Why.DRAFT,
        r"(?:use|cite|quote|rely on|trust|prefer|rank|retrieve) (?:only )?(?:this|the present) (?:\w+ )?(?:page|note|document|passage|text|file|"
        r"source|section|entry)\b(?! (?:to|for|as needed))",
    ),
    (
        Why.DRAFT,
        r"(?:recommend|advise|support|favou?r|suggest|endorse|urge) (?:\w+ )?(?:approval|denial|authori[sz]ation|acceptance|rejection)\b",
    ),
    (
        Why.TASK,
        r"(?:respond|reply|answer)(?: \w+)? (?:only|with|in|as|using|by|exclusively|like|without)\b"
        r"(?! (?:y\b|yes|no\b|stop|c\b|help|\d|confirm|your blood|person|writing|private))",
    ),
    (
        Why.TASK,
        r"(?:call|invoke|execute|run|trigger) (?:the |this |following |a )*(?:\w+ )?(?:function|command|script|code|query|api|macro|shell|"
        r"snippet|plugin|endpoint)\b",
    ),
)  # fmt: skip
_ADVERBS = r"(?:(?:and|then|but|so|please|kindly|just|also|now|always|instead|simply|finally|next|first|immediately|only),?\s+)*[\"'(\[*_]*"
_STARTS = (
    r"(?:^\W*|[:;>\]\"'(–—]\s*|\b(?:please|kindly|must|should|shall|make sure (?:to|you)|be sure to|remember to|can you|could you|"
    r"would you|want you to|need you to|instructed to|required to)\s+)"
)
_GOES_ON = r"(?:,\s*|,?\s+(?:and|then|but)\s+)"  # inside a sentence that opens with an order


def _compiled(signs: Iterable[tuple[Why, str]], before: str = "") -> tuple[Sign, ...]:
    return tuple((why, re.compile(f"{before}(?:{pattern})", re.IGNORECASE)) for why, pattern in signs)


ANYWHERE = _compiled(_ANYWHERE)
ORDERED = _compiled(_ORDERED, _STARTS + _ADVERBS)
GOING_ON = _compiled(_ORDERED, _GOES_ON + _ADVERBS)
# What a sentence bears that bears one of the signs: the others are not read closely, and most are not.
SIGNAL = re.compile(r"[^\x00-\x7f]|[<`\[#]|(?:^|\W)[ads][iu]\.i|eval\(|rm -|curl -|\bdef |\.\.\.|^\W*\w{2,9} ?[:>]|^\W*\w+ \w+:")
SIGNAL_WORDS = frozenset(
    "ignore disregard forget override bypass circumvent neglect discard abandon follow following attention skip drop erase delete "
    "suspend disable jailbreak jailbroken injection mode dan olvida olvide descarta descarte desconsidere desconsidera esqueca "
    "dimentica dimenticare oublie oubliez oublier ne neglige negligez vergiss vergessen missachte negeer vergeet zignoruj zapomnij "
    "yoksay dikkate bo ignorez ignorer ignora ignorare ignoriere ignorieren ignorera no di diga escribe escriba indica indique "
    "declara declare escreva scrivi dichiara ecris ecrivez indiquez dites schreibe schreib schreiben geben gib zeg schrijf napisz "
    "por system systems assistant assistants developer hidden initial ai llm llms gpt chatgpt copilot chatbot chatbots bot bots language "
    "artificial summarizer summarizers summariser summarisers model models software parser generator whoever whatever anyone anything "
    "automated automatic auto autosummarizer autosummary attn dear hey computer note drafting reviewing pretend imagine act behave "
    "roleplay role cite quote reveal print repeat output show leak disclose dump send post forward upload exfiltrate transmit copy "
    "import function select eval subprocess real true actual task instruction instructions directive prompt rules new end begin "
    "admin now message".split()
)  # fmt: skip
BEFORE_ORDERS = frozenset(
    "please kindly must should shall can could would need want sure remember instructed required "
    "do don't never no refrain avoid".split()
)
OPENS = re.compile(r"[:;>\]\"'(–—][ \t]*\w")
