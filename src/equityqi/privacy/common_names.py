"""Words that tell a person's name from a place's or a practice's: common names, and words of organisations.

The lists are short on purpose: a column is judged by the share of its values that look like names, so
rare names are found beside common ones. Names that are also places, months, ethnic groups or everyday
words are left out, or stand under ``EVERYDAY_SURNAMES``, which count only after a given name.
"""

from equityqi.tables.calendar_names import MONTHS, WEEKDAYS

GIVEN = frozenset(
    """
aaron abdul abdullah abigail adam adeel adrian agnes ahmed aidan aisha aishah ajay akash alan alana albert alec alejandro
aleksandra alex alexander alexandra alfie alfred ali alice alicia alison alistair amal amanda amara amber amelia amina
amir amit amy ana anastasia andrea andreea andrew andrzej aneta angela angus anil anisa anita anjali ann anna anne annie
anthony antonio anwar archie arif arjun arthur arun asha ashley asif asma audrey ava aylin ayesha ayodele azra barbara
barry beata beatrice becky ben benjamin bernadette bernard beth bethany bilal billy blessing bogdan brandon brenda brian
bridget bruce bryan callum calum cameron carl carla carol carole caroline carolyn catherine cathy cedric charles charlie
chantelle cheryl chiamaka chinedu chidi chloe chris christine christopher clara clare claire claudia clive colin connor
constantin craig cristina cynthia daisy damian dan daniel daniela danielle danny darren dave david dawn dean deborah debra
deepak denise dennis derek devon diana diane dilip dinesh dominic donald donna dorothy doris dorota douglas duncan dylan
ebony eddie edith edward edwin efe eileen elaine eleanor elena elijah elizabeth ella ellen ellie elliot elsie emeka emily
emma eric erin esme esther ethan eva evan eve evelyn evie ewa faisal farah farhan fatima fatimah femi fiona frances
francesca francis frederick freddie freya funmilayo gabriel gareth gary gavin gemma geoffrey george gerald gerard
gillian gina giovanni glen gloria gordon graham greg gregory gurpreet gwen hamza hana hannah harjit harold harpreet harriet
harry harvey hasan hassan hayley heather helen helena henry hilary hina holly howard hugh hugo humphrey hussain ian ibrahim
ifeoma imran ioana irene iris isaac isabel isabella isabelle isla ismail ivan jack jackie jacob jacqueline jade jake jakub
jamal james jamie jan jane janet janice jason jasmine jaswinder javed jay jayden jayne jean jeff jeffrey jemma jennifer
jenny jeremy jerome jesse jessica jill jim jo joan joanna joanne joe joel john johanna jonathan jordan jose joseph
josephine josh joshua joy joyce juan judith julia julian julie justin kai kamal kamran karen karl karolina kate katherine
kathleen kathryn katie katarzyna kavita kayleigh keith kelly ken kenneth kerry kevin khadija kieran kimberley kiran kirsty
krishna krystyna kwame kyle lakshmi lara laura lauren lawrence layla leah leanne lee leo leon leroy lesley leslie lewis liam
lilian lily linda lindsay lisa lorna lorraine louis louise lucas lucy luke lydia lynn lynne maciej maggie mahmood malcolm
malgorzata manjit marcus marek margaret maria mariam marian marie marilyn marion mark marlene martha martin martyn mary
maryam mateusz matthew maureen max maya mehmet mei melanie melissa michael michal michele michelle miguel mihai mike mina
miriam mohamed mohammad mohammed moira molly mona monica morag muhammad mustafa myra nadia naomi naveed natalia natalie
natasha nathan neil nguyen niamh nicholas nick nicola nicole nigel nikhil nina noah noor nora norma norman oleksandr
oliver olivia olu oluwaseun omar oscar osman owen pamela pat patricia patrick paul paula pauline pawel peggy penelope peter
philip phillip phoebe phyllis piotr pooja poppy precious priya rachel rachael rahul raj rajesh ralph raymond rashid ravi
razia rebecca reece rehana rekha rhys richard rita rob robert roberta robin rochelle rodney roger rohan roisin ronald rosa
rosemary rosie roy ruby rupert russell ruth ryan sabrina sadia saima sally salma sam samantha samina samir samuel sandeep
sandra sanjay sara sarah satnam scott sean sebastian shabana shahid shamim shane shannon sharon shaun sheila shirley
shreya siddharth simon sinead siobhan sofia sonia sophia sophie stacey stanley stella stephanie stephen steve steven stuart
sue sukhvinder sumaira sunita suresh susan suzanne sylvia tahir tamara tanya tariq temitope terence teresa terry thandiwe
theodore theresa thomas tiffany tim timothy tina toby tom tomasz tony tracey tracy trevor tunde tyrone umar usha usman
valerie vanessa vera veronica vicky victor vijay vikram vincent vivian walter wayne wendy wei wesley wilfred william winifred
winston xin yasmin yasmeen yetunde yuki yusuf yvonne zachary zahra zainab zara zeeshan zoe zofia zsofia
""".split()  # noqa: E501
)  # noqa: E501

SURNAMES = frozenset(
    """
abbott abdi abdullah abubakar acheampong adams adebayo adeyemi adeleke adesina agarwal ahmad ahmed akhtar akter alexander
allen ali amin anderson andrews anwar appiah archer armstrong arnold arshad asante ashraf aslam atkins atkinson austin
awan aziz bailey baker balogun banerjee barker barlow barnes barnett barrett bates baxter begum bello bennett benson bhatt
bhatti bibi bird bishop blake boateng bogdan boyle bradley brennan briggs bryant buckley burgess burke burns butler byrne
campbell carpenter carr carroll carter chambers chan chandra chaudhary chaudhry chaudhri chen cheng cheung choi chopra choudhury
chowdhury clark clarke clayton cohen cole coleman coles collins connolly cooke cooper costa cox crawford cross
cruz cunningham curtis dalton daly daniels das davidson davies davis dawson dean desai dhillon diaz dixon doherty donnelly
douglas doyle duffy duncan dunn dyer edwards eze elliott ellis evans farah farooq farrell ferguson fernandes
fernandez finch fisher fitzgerald fleming fletcher flynn forbes foster fowler fox francis fraser freeman fuller gallagher garcia
gardner garner george ghosh gibbs gibson gilbert gill goddard goldberg gomez gonzalez goodwin gordon graham grant griffin griffiths
gunn gupta hancock hanson harding harper harris harrison hart hartley harvey haque hassan hawkins hayes haynes henderson henry
herbert hernandez hewitt hicks higgins ho hodgson holmes hopkins horton hossain howard howarth howe howell hughes hunter
hussain hussein hutchinson huynh ibrahim ikeda iqbal islam ivanov jackson jacobs jain james jankowski jarvis javed jenkins jennings jensen
johnson johnston jones jordan joseph joshi kamara kaminski kamara kang kapoor kaur kavanagh kay kaya kelly kemp kennedy kent-jones kerr khalid
khan khatun kim knight kovacs kowalczyk kowalska kowalski kozlowski krishnan kumar lal lam lambert lawrence lawson leach lee leonard lewis lewandowski li lim liu
lloyd lopez lowe lucas lynch macdonald mackenzie macleod mahmood malik mann manning marsden marshall martin martinez mason
matthews maxwell mccarthy mcdonald mcgrath mckenzie mclean mehta mensah miah middleton miller mills mistry mitchell mohamed mohammed moore morales
moran morgan morris morrison moss muller mukherjee murphy murray mustafa myers nair naylor ncube ndlovu nelson newman nguyen nicholson nicholls nkosi noble
nolan norris nowak nwosu obi oconnor o'brien o'connor o'neill o'sullivan odonnell ogunleye okafor okeke okoro okonkwo oliver olsen oneill osborne osei oshea osman owen owens owusu ozturk
palmer pandey parker parkin parmar parry parsons patel patterson pearce pearson perez perkins perry peters peterson petrov pham phillips pillai popa popescu porter potter powell
price pritchard quinn rahman raja rana rao rashid rees reid reynolds rice richards richardson riley roberts robertson robinson rodriguez rogers rossi rowe roy
russell ryan sahota saleem sanchez sanders sandhu santos saunders schmidt schneider shah shaikh sharif sharma sharp shaw sheikh shepherd sheppard siddiqui silva simmons
simpson sims singh skinner smith smyth spencer stephens stephenson stevens stevenson stewart stokes sullivan suleiman sutherland szabo takahashi tan tanaka taylor thomas
thompson thomson thornton tomlinson tran tucker turner tyler uddin usman van-dijk vasquez vaughan wagner walker wallace wallis walsh walters walton wang ward-smith
warner watkins watson watts weber webster webb wheeler whittaker wilkins wilkinson williams williamson willis wilson wojcik wong woodward wright wu xu yadav yang yates yilmaz zhang
zielinski zhao zhou
""".split()  # noqa: E501
)  # noqa: E501

EVERYDAY_SURNAMES = frozenset(
    """
andrew banks barber barton beck bell berry black booth bond bowen brooks brown bull burton bush bolton chapman church cook crown day
day dale english field ford french frost gardener gray green grey hall hill holland hope hunt hudson hurst kent king lane little london long
love marsh may mead nash north page park parks payne pope power preston read reed rose scott short simon snow spring stone summers sutton swift
ward warren washington waters wells west white winter wood woods york young
""".split()  # noqa: E501
)  # noqa: E501

ORGANISATION = frozenset(
    """
academy accident ambulance area associates attendance authority avenue borough branch care caring ccg central centre centres center chemist chemists city
clinic close co college commissioning community company consulting consortium council county court cottage crescent dental department deanery dispensary district division
doctors drs drive east england england's family federation foundation general group groups gp gps ha hb health healthcare heights home hospice hospital hospitals
house icb icp icu ics infirmary institute integrated intermediate lane limited lodge ltd llp locality london manor medical medicine medics mental mill network neighbourhood nhs north
northern nursery office organisation out ooh park partners partnership pathway patients pcn pct pharmacy place plc practice practices primary prison programme
project provider region rheumatology road royal rural school schools service services site sons south southern specialist square st street stp suite surgeries surgery
system team terrace theatre together town trust trusts unit university urban urgent valley view villa village walk walk-in ward wards way wellbeing west western wing
""".split()  # noqa: E501
)  # noqa: E501

JOINING = frozenset(
    "a an and any as at by for from in is no not of on or other per the to under upon with without".split()
)

DAYS_AND_MONTHS = frozenset(map(str.casefold, (*MONTHS, *WEEKDAYS)))

ROLES = frozenset(
    """
administrator advanced advisor agency apprentice assistant associate bank carer champion charge chief clinical clinician community
consultant coordinator co-ordinator counsellor deputy dentist dietitian director district doctor executive facilitator fellow
governor graduate head healthcare hygienist in-charge intern junior lead leader manager matron mentor midwife navigator nurse officer
optometrist paramedic partner pharmacist phlebotomist physician physiotherapist podiatrist porter practice practitioner
prescriber prescribers prescribing prescriber's principal professor psychologist radiographer receptionist registered registrar
researcher resident school scientist secretary senior sister specialist staff student supervisor surgeon teacher technician therapist
trainee tutor visitor volunteer ward worker
""".split()  # noqa: E501
)  # noqa: E501

NOT_NAMES = frozenset(  # words that begin with a capital beside a cue or a given name, and name no person
    """
access acute adult african age aid aim air alliance alzheimers american any appeal application arab army asian asthma assembly association assurance audit
award awards baby back bangladeshi bank bay bed bengali better black blood board body book box bread breast bridge british budget building bus calendar
cancer cap card carers case castle census cervical change chapel charity charter chart checklist children childrens chinese christmas circle citizen citizens
club code cohort colleague colleagues collaborative combined committee common communication conference contract copd council cover criteria
cycle daily data day days deal death design desk diabetes diet digital direct directory disease dispensing dose doses downs drop drug drugs early easter eastern education
elderly emergency end english equality equity estate ethics europe european event exchange eye fact fair faith fall falls farm feedback field fifth first fit flu
flow folder food foot force form forum framework free friday friend friends fund further gate gateway girls global gold good gp gps grace green grid guidance
guide guideline guidelines gujarati gypsy hall head healthwatch healthy heart help helpline high hill hindu hindi holiday homeless hope hotel hour hours hub human idea imd improvement
inclusion index indian infant info information initiative insight insulin international interpreter interpreters irish island italian job joint kidney kingdom lab
language latin law leaflet league learning leave letter level levels library life line linguist link links list live liver local log lung mail main map march market
maternity max maximum may meals meeting mellitus memorial men mens mental met metro mid midlands minimum minister mobile model modern monthly mosque mouth museum muslim national
natural navigation neonatal nepali new news night number online open opening oral order outreach palace pakistani palliative panel paper parish parliament patch path patient patients peak
pension people period phone physical pilot plan platform point police policy polish population port portuguese positive post power prayer pregnancy press prevention prize
process procedure profile programme project protocol provider public pulse punjabi quality quarter question questions queue race rapid rate red register registry report request research
respiratory response result results review reviews rib rights river road roma romanian rota rule run safe safeguarding safety sample scale scan scheme scotland scottish screening scrutiny
second section sector sexual shared sheet shop sickle sikh silver simple site skills sleep smoking social society somali sort south spanish sport spring stage standard state
station step stop story strategy stroke study summary summer sunday support surge survey swab sylheti table tables talk tamil target task term test tests text theory third time tip tool topic tower
toolkit traveller trade training transport treatment trial tribunal tuesday turkish type uk ukrainian ukraine union unitary update urdu usual vaccine vaccines vaccination value valley
van vape vision visit voice volunteers vulnerable wales wait walking watch water week weekly weight welcome welsh wheel white whole wifi window winter woman women womens work workers workshop world year
years youth zone feb jan mar apr jun jul aug sep sept oct nov dec sat sun mon tue tues wed thu thur thurs fri bury keynes buzzard hempstead wycombe albans regis garden solent avon tyne thames trent humber
pain pack packs score scores slot slots reason reasons tablet tablets capsule capsules inhaler inhalers statin statins medicines medication pathways service's ward's bp hba1c cvd ckd af
will would should could can did does do is was were has had have and or the he she they we you it her his their my our your i this that these those who what when where why how if then but so no not yes please
great upper lower old royal saint excel teams word outlook office windows dna tci fta zoom
asked said rang called spoke phoned saw told left gave took went came needs wants agreed declined attended did
""".split()  # noqa: E501
)  # noqa: E501

COUNTED = frozenset(  # words before a letter that is no initial
    """ward plan group vitamin hepatitis type class option appendix table figure part section unit bay block level grade
    band case team arm site zone schedule model step vit hep""".split()
)

# Words behind a name that make it an organisation's, a place's or a method's.
AFTER_AN_ORGANISATION = (ORGANISATION - {"sons", "patients", "out", "medical"}) | frozenset(
    """rule report review law award index chart charts foundation fund line theory model method cycle test scale score
    scores stage staging criteria appeal library museum bridge palace syndrome disease catheter interval principle
    diagram study block building wing suite hall room pharmacist""".split()
)

EVERYDAY_GIVEN = frozenset(  # given names that are words, too: they count with a known surname, or after a cue
    """
amber asha carol charity chi daisy dawn dean devon eve faith florence glen grace heather holly hope iris jack jade jan
jay jean jordan joy kai ken lily mark max mike misha pat pearl poppy precious ray rob robin rosa rose ruby sally sky sue
summer val will
""".split()
)

PUBLIC_NAMES = frozenset(  # people whom everybody may name; charities, hospitals and shops with a person's name
    """
florence nightingale|mary seacole|michael marmot|edwards deming|william deming|walter shewhart|vilfredo pareto|
kaoru ishikawa|dr foster|oliver mcgowan|joseph juran|don berwick|donald berwick|paul batalden|tudor hart|julian hart|
julian tudor|martha mills|john snow|george eliot|william harvey|john radcliffe|james paget|james cook|edward jenner|
marie curie|sue ryder|marie stopes|anthony nolan|roy castle|john lewis|william hill|thomas cook|
leonard cheshire|robert francis|aneurin bevan|archie cochrane|geoffrey rose|richard wilkinson|kate pickett|
brian jarman|lloyd provost|tom nolan|kate granger|helen bevan|everett rogers|don wheeler|donald wheeler|
edwin wilson|robert newcombe|john tukey|ronald fisher|henry ford|nelson mandela|martin luther|stephen lawrence|
alan turing|francis crick|rosalind franklin|elizabeth garrett|garrett anderson|margaret thatcher|tony blair|
boris johnson|keir starmer|wes streeting|rishi sunak|chris whitty|jonathan ashworth|harold shipman|
victoria adams|john hopkins|johns hopkins|martin house|helen house|claire house|ronald mcdonald|day lewis
""".replace("\n", "").split("|")
)

PUBLIC_SURNAMES = frozenset(
    "marmot deming shewhart pareto ishikawa juran semmelweis nightingale seacole wilson-score".split()
)

POSTCODE_AREAS = frozenset(
    """
AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY
HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR
RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
""".split()  # noqa: E501
)  # noqa: E501
