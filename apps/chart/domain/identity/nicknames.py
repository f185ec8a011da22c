"""Given names that stand for each other in records of the United States; one line is one name."""

from collections import defaultdict
from collections.abc import Mapping

_GROUPS = """
abigail abby gail
albert al bert bertie
alexander alex sandy xander sasha alejandro
alexandra alex sandra sandy lexi sasha
andrew andy drew
ann anne anna annie nan nancy
anthony tony antonio
barbara barb babs bobbie
benjamin ben benny
bernard bernie
beverly bev
catherine katherine kathryn kate katie kathy cathy kitty kay trina katherine
charles charlie chuck chas carlos
christine christina chris chrissy tina christa kristin kris
christopher chris kit topher
cynthia cindy
daniel dan danny
david dave davey
deborah debra deb debbie
donald don donnie
dorothy dot dottie dolly
edward ed eddie ted teddy ned eduardo
eleanor ellie nell nellie nora lenore
elizabeth elisabeth liz lizzie beth betty betsy bess eliza libby lisa elsie
emily em emmy
eugene gene
florence flo flossie
francis frank frankie francisco paco
frances fran francie frankie
frederick fred freddy rick
gabriel gabe
gerald jerry gerry
gregory greg
harold harry hal
helen nell nellie lena
henry hank harry hal enrique
isabella isabel bella izzy ella
jacob jake
james jim jimmy jamie diego
janet jan
jeffrey jeff geoffrey geoff
jennifer jen jenny
jessica jess jessie
joanna joanne jo
john jack johnny jon juan
jonathan jon john nathan
joseph joe joey jose pepe
joshua josh
judith judy
kenneth ken kenny
lawrence laurence larry lars
leonard leo len lenny
lillian lily lil
louis lou louie luis
louise lou
margaret maggie meg peg peggy marge margie rita greta daisy
maria mary marie mariah mia
martha marty patty mattie
martin marty
mary molly polly may mae
matthew matt
maxwell max
melissa missy mel
michael mike mickey mick miguel
mildred millie
nathaniel nathan nate
nicholas nick nicky
nicole nicki nikki
pamela pam
patricia pat patty patti trish tricia
patrick pat paddy
peter pete pedro
philip phillip phil
rachel rae
raymond ray
rebecca becky becca
richard rick rich dick ricky richie ricardo
robert rob bob bobby robbie bert roberto
roberta bobbie robbie
ronald ron ronnie
rosemary rose rosie
samantha sam sammie
samuel sam sammy
sandra sandy
sarah sara sally sadie
stephanie steph
stephen steven steve
sophia sophie
susan suzanne sue susie suzy
theodore ted teddy theo
theresa teresa terry tess tracy
thomas tom tommy tomas
timothy tim timmy
valerie val
victoria vicky tori
vincent vince vinny
virginia ginny ginger
walter walt wally
william will bill billy willie liam guillermo
"""


def _read() -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(_GROUPS.strip().splitlines()):
        for name in line.split():
            found[name].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


SAME_GIVEN_NAME: Mapping[str, frozenset[int]] = _read()  # name -> the lines it stands in
