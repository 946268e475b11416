"""What people say of a thing instead of naming the column, or the label, that records it.

One line holds words of a name and, behind the colon, what is said, parted by semicolons. Words of a name all have to be in
it; a slash parts words of which one is enough, a minus stands in front of one that must not be there. A saying is one or
several words that follow each other, with at most two others between. One with "~" in front of it says little by itself; one with
"!" says it only where it is denied: "not tied down".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assistant.offline.text.lemmas import lemma

# Of columns of numbers.
_FIGURES = """
price/value/worth -per -fuel -misc -cart -basket -ct -consumer: fetch; go for; sell for; sells at; get for it; what worth; price tag; asking price; market value; under the hammer; change hands for; bring in; ask for; valuation; appraise; in the end go; sticker; resale; resell for; pay for; will each go; number on the windscreen; rupees
price fuel: petrol; at the pump; gas price; fill up
price ct/unit/per: per unit; per kilowatt hour; unit rate; each unit; per loaf
rent: landlord get; let for; lets for; ask a month; bring in each month; tenant pay; letting; lodger; rent
cost heat: keep warm; keeping warm; warm; radiator; boiler; stove; gas bill; heating bill; heat it; heat the place; such flat warm
cost service: caretaker; janitor; stairwell; upkeep; running cost; housekeeping; management fee; on top of the price; owners' association; maintenance charge; stair
fee agent/broker: middleman; broker; realtor; estate agent; ~commission; ~share; ~cut; pocket
cost treatment/medical: treat; treatment; cure; nurse; ~spend on; care; until go home; stay cost
charge -month -total -extra: shell out; pay out; doctor bill; hospital bill; medical bill; ~care; medical; ~bill; ~cost us; treatment
month charge/fee/bill: ~pay; ~charge; ~a month; ~per month; ~each month; ~every month; ~monthly; pay us; bill
total charge/bill: ~pay; ~charge; in all; so far; altogether; over the years; whole time; to date; lifetime; all told; until now; up to now; since the start
interest/apr rate: percentage; percent; interest; charge for the money; charge for the loan; rate of the loan
income -class: earn; make a year; make a month; live on; take home; bring home; get paid; paycheck; pay packet; wage; salary; pay slip; well off; household budget
salary/wage/pay wish/expect/want: want to earn; ask for; expect; demand; hope for; wage; pay; hold out; earn
percent salary hike: pay rise; raise; pay increase
amount -claim -chf -month -wine -fruit -meat -fish -sweet -gold: borrow; ask us for; need from us; big a loan; large a loan; sum; lend; apply for
amount claim: damage; ~bill; cost us; pay out; come to; settle; settlement; repair bill; how dear
amount chf/eur/usd/payment: spend; pay; payment; sum; purchase
margin/profit: make on; makes on; earn on; earn with; left for us; left over; profit; stick with us; keep of it; make an order; earn by; earnings; leaves us; leave us; richer
basket/order value: spend; ~order worth; basket; at the till; shopping; buy for; put in the bag; come to; bill
cart value: cart; trolley; basket; put in
spend bar: smoothies; good for; bar; juice; drink; counter; shake; smoothie; snack; cafe; coffee
deal value: contract worth; contract bring; contract with; deal worth; deal bring; deal; ~order worth; bring us; worth to us
amount wine: wine; bottle; red white; vineyard; cellar; claret
amount fish: fish; seafood; salmon; fishmonger
amount meat: meat; butcher; steak; sausage; roast
amount fruit: fruit; apple; pear; greengrocer
amount sweet: sweet; candy; chocolate; cake; sugary; confectionery
amount gold: gold; jewellery; ring; necklace; jeweller
capital gain: shares; stock market; investment; sell a house
spend score: open purse; open wallet; spend; purse; wallet; free with money; splash; loosen; splurge; spendthrift; big spender; shopping mood
spent year: last year spend; leave with us
length/day/duration stay: stay; lie; bed; night; ward; discharge; occupy; go home; in hospital; be with us; keep in; be in; let go
day online/list/market: hang; site; sell; be gone; off hands; buyer; taker; shelf; shift; stick; find a home; sits; stand there; advert; wait
day report: report; tell us; let us know; hear of it; hear about; notify; come forward; phone in; time goes by; get in touch; ring us; call us; announce; learn of it
hour repair/downtime: fix; mend; repair; put right; fitter; get going; tie up; tied up; mechanic; out of action; back up; running again; standstill; stand still; work on it; overhaul; technician; down; is down
hour since service: since service; last service; maintenance; inspection; overhaul
minute late/delay: late; behind; delay; schedule; slot; on time; ahead of; wait; overdue; punctual; too early
day ship/deliver: on the way; arrive; deliver; reach; under way; post; wait; get there; door; transit
hour study: study; learn; book; homework; revise; cram; swot; at desk; prepare
hour sleep: sleep; in bed; rest; shuteye; nap; tired; kip
minute/time site: site; linger; hang around; browse; look around; stick around; stay; spend with us
month join: with us; member; join; sign up; belong; stay with; on our books
tenure -category: with us; customer of ours; belong; on our books; joined; loyal; member; stay with
year contract: with us; customer of ours; belong; contract; stay with; loyal
year company -role -manager -number: with us; in the firm; at the firm; belong; here; joined; serve; with the company
year manager: boss; manager; superior
year role: present job; same post; current job
year promotion: promote; promotion; step up; moved up; go up the ladder
year working: worked in all; working life; in work; career
month/term loan/term: pay back; pay off; run; repay; instalment; term; loan last; over how
hour week work: put in; work; week; toil; at the desk; overtime; job
week/age oil: oil; oil change; lubricant; grease
year experience: experience; in the trade; on the job; in the business; know the job; practice
year build -garage: put up; build; go up; erect; construct; raise; age of the house; how old
year/month remod: modernise; do up; done up; renovate; refurbish; last work; redo; overhaul; do over; spruce up; last touched; facelift
year garage: garage
year birth: born; birthday; birth; old
age -month -account -oil -vehicle: how old; age; birthday; born; years old; young
month age: how old; bought new; years old; age
age vehicle/car: how old; age; bought new
day age account: how long customer; with us; account; sign up; exist
visit month: come in; turn up; visit; train; show up; workout; work out; come by; drop in; come here; use the gym
visit web: look at the site; visit; come to the site; drop in
class month: class; course; lesson; yoga; spinning; group training
lesson/day miss/absent: absent; miss; skip; truant; play truant; not in class; bunk; away; skive; stay away; cut class
support call: hotline; phone us; ring us; ring the hotline; call us; helpline; help desk; on the line; ring in; ring up; contact us; ask for help
outage: outage; interruption; line dead; cut off; no signal; without internet; break down; go dead; dead line
late payment: pay late; late payer; behind with; overdue; reminder; not pay on time; dunning
previous/earlier claim: claimed before; earlier claim; claim history
witness: witness; see it happen; saw; onlooker; bystander; look on; watch
diagnose/diagnosis: diagnosis; diagnoses; thing wrong; illness; ailment; condition; complaint
earlier/previous stay: been here before; stayed before; been with us before
page view: page; click through; pages look at; leaf through
loaf/bread sold: loaf; loaves; bread; bake; baker; counter; roll
complaint: complain; grumble; moan; complaint; gripe; whinge; unhappy
seat -price: seat; use the product; people use; user; licence; people sit; passenger; fit in; room for
attachment: attach; attachment; screenshot; picture; file send
demo: demo; show the product; presentation; presentations
mail open: open mail; read mail; open our; newsletter open
company/firm size: people work; employ; staff; headcount; how big; employee; workforce; work there; large the firm
child/kid/dependent -age: kid; child; children; offspring; mouths to feed; son; daughter; little one
teen: teenager; teen; adolescent
kid: toddler; small child; little one
room -bath: room; chamber
floor -area -square: storey; high up; stair; upstairs; which floor; level up
car garage: car fit; cars fit; park; parking; garage
area garage: garage
bath full: bathroom; bath
bedroom: bedroom; sleep in
fireplace: fireplace; open fire; hearth; chimney
area lot: plot; big the plot; big is the plot; ground; garden; land; yard
area live/living: big; floor space; square metre; square foot; space; size; roomy
frontage lot: street front; along the street; width of the plot
square/area basement/bsmt: basement; cellar
square/area deck/wood: deck; terrace
area kernel/-lot -live -living -garage -basement: surface; area
exist credit: other loan; loans already; credits running
stop before: stop before; drop; call on before; before ours
distance/km/mile -from -centre -station: how far; drive; trip; road; route; way
distance centre/center: town; centre; city; downtown; in the middle; out of town
distance station: station; train; walk to the train
distance/km home: commute; live from; travel to work; away from home; journey; way to work; from home; live away
km/mile drive/driven: clock; odometer; drive; run; been driven; on the road; on the meter; notch up
mileage: per litre; petrol use; car drink; fuel drink; drink; thirsty; economical; litre; gallon; use of petrol; fuel use
engine: engine size; displacement; cubic; big engine
power max/horse: horse; horsepower; bhp; strong; pull
weight/kg/mass -per: weigh; heavy; load; light; scales
carat: heavy; weigh; stone
bmi: heavy for; overweight; stout; fat; for height; weigh; obese; build
storage gb: memory; store; gigabyte; storage; photos fit; space
battery: battery; hold charge; charge left; akku; juice left
rain/precipitation: rain; wet; pour; shower
temp gearbox: hot; warm; heat; run hot; gearbox get
temp/temperature outside/air: hot; warm; cold; outside; weather; outdoors
temp/temperature process: hot; warm; heat; process
temp/temperature -gearbox -outside -air -process: hot; warm; cold; weather
vibration: shake; vibrate; shaking; tremble; rattle; wobble
wind speed: windy; wind; blow
speed rpm/rotate/rotational: spin; turn; revolve; fast; revs
speed mbit: fast; line; download; bandwidth; quick
torque: twist; torque; turning force
pressure oil: pressure; oil
wear tool: worn; wear; blunt; use of the tool
power mwh/kwh/output: feed in; electricity; produce; generate; energy; yield; put into the grid; output; current; deliver; put into; network; wire
heat kwh: warmth; heat; draw; heating; consume; use up; burn; need
consumption/usage/kwh -heat -price -ct -power: get through; use up; consume; use; burn; electricity; power need; draw; current; run through; need; meter
creatinine: kidney; blood; creatinine
credit score: creditworthy; credit standing; credit file; bureau
score/grade/mark interview: interview; talk go; conversation
score test: test; exam
exam mock: mock; trial exam; practice paper
grade final: final; report card; exam go; mark; come out; do in the exam; school report
quality -overall: taste; taster; jury; mark; good; points; panel
alcohol: strong; strength; proof; percent by volume; alcohol; booze; go to the head
sugar: sweet; sweetness; sugary; dry or sweet
acid/acidity -citric: sour; acid; tart; sharp
acid/acidity citric: lemon; citrus; sour
sulfur: sulphur; sulfur; preserve
chloride: salt; salty
density: dense; thick; heavy for volume
ph: ph
sale week/revenue/turnover: take in; takings; ring up; turn over; sell; till; revenue; turnover; business done; make a week; shift
unemployment: out of work; jobless; unemployed; without a job; on the dole
cpi: cost of living; inflation; prices
try/tries pin: pin; try; attempt; code
catalogue/catalog send/sent: catalogue; send; post
hour -per -week -since -study -sleep -repair -rush: time of day; o'clock; what hour
purchase web: online; internet; web; on the net
purchase catalog: catalogue
purchase store: in the shop; in the store; over the counter; in person
purchase deal: bargain; discount; on offer; special offer; voucher
company work number: employer; firms before; company before; jobs before
train time year: course; train; training; seminar
recency: last buy; last bought; since last; ago; last order
discount: discount; knock off; rebate; off the price; reduction; let off
promotion -year: offer
quality overall: finish; workmanship; well built; well made; solid
condition overall: shape; state; kept; run down
groove: groove; furrow; crease
length kernel: long; length
width kernel: wide; broad; width
asymmetry: lopsided; crooked; symmetric
"""

# Of columns that say yes or no.
_TRAITS = """
balcony: sit outside; outside space; sit out; fresh air; balcony; terrace; grill; sun
lift/elevator: elevator; climb stair; stair; lift; walk up; wheelchair
dual sim: both numbers; work number; private number; two cards; two numbers; second card; two sim; both cards; card at once
police report: police; policeman; cop; officer; constable
emergency: blue light; ambulance; siren; brought in a hurry; rush in; unplanned; not booked; at short notice
parent degree: mum or dad; parent; mother or father; academic home; university; studied
overtime: stay late; hours on top; put in more hours; beyond contract; longer than they have to; long evening; work late; extra hours; longer hours; late in the evening; burn midnight; over hours; weekends
partner: husband; wife; spouse; live alone; on their own; girlfriend; boyfriend; couple; partner; somebody at home
dependent: kid; child; children; mouths to feed; family to feed; look after
senior: pensioner; elderly; old people; over sixty; retire; retired; old folk; grandparent; pension age
complain: grumble; complain; moan; cross with us; had a go at us; letter of complaint
smoke/smoker: light up; cigarette; smoke; puff; tobacco; pack a day; nicotine
central air: air condition; air conditioning; aircon; cool in summer; cooled; cooling; ac
occupy/occupied: anybody in; somebody in; people inside; anyone there; someone inside; people in; building in use; use the building
first order: first time; new customer; never bought; very first; newcomer; first buy
paperless: by mail; without paper; electronic bill; email bill; bill by email; online bill
phone service: telephone; landline; phone
return visitor: been here before; come back; seen before; again on the site; know us already
rush hour: heavy traffic; traffic jam; peak; rush
school holiday: holiday; school closed; no school; vacation
holiday flag: holiday; public holiday; bank holiday; festive
promotion: on offer; special offer; discount; advertise
foreign work: abroad; foreigner; from another country; immigrant; foreign
telephone: telephone; reach by phone; phone at home; line at home
hdf: !heat get away; !heat escape; !get rid of heat; heat dissipation; overheat; cooling; too hot; cool
twf: tool wear; worn; blunt; wear out; tool
pwf: power failure; power; electricity; current
osf: overstrain; overload; strain; too much load; too hard
rnf: random; no reason; by chance; out of the blue; no cause
performance rating: outstanding; top performer; star
"""

# Of columns of several labels.
_CLASSES = """
manager/agent/clerk/consultant account/sale/lead/customer: colleague; looks after; look after; in charge; salesman; who handles; ours talks to
variety/species/cultivar: sort; variety; kind; species; which of the three; breed
field/plot/parcel -km: field; acre; patch; come from
reason/cause: why; reason; made them; made him; what drove
purpose: what for; use the money; do with the money; use it for; money for; want the money; spend it on; need it for; plan to buy
category/product/article: sort of thing; kind of thing; in the parcel; sort of article; what they buy; kind of article; section
type claim/case/incident: what happened; kind of claim; sort of claim; sort of damage; kind of damage; proper desk
team/department/queue/group -merchant: team; desk; department; who handles; route; forward; pass on; belongs to
merchant: sort of shop; kind of shop; what kind of merchant; where spent
ward/unit: ward; station; department; which floor
class energy: letter; certificate; efficiency; insulate
condition -overall: shape; state
education/degree -parent -year: schooling; diploma; qualification; how educated; studied; highest exam
job/occupation/role: job; trade; living; do for a living; profession; line of work
marital/civil: married or; family status; tied the knot
payment method: how pay; settle; means of payment; pay by; pay with
payment -late -method: how pay; settle; means of payment; pay by; pay with
contract/tariff/plan/tarif: contract; tariff; plan; which deal; package; subscription
fuel -price: runs on; run on; tank; fuel; fill up
technology/internet: technology; connection; line
channel/source: come from; hear of us; found us; get in touch; by which way; write to us by; turn to us
device: device; phone or; what device; screen
district/region/neighborhood/neighbourhood/city: part of town; quarter; where; area; district; region; side of town; neighbourhood
weather: weather; sky
brand/make: make; who made; brand; made by
workclass: employer; for whom; work for
industry/sector: line of business; sector; trade; industry; branch
housing/ownership: live; own or rent; roof
building/site/branch/store/depot/plant: which building; which shop; which branch; which site
travel business: travel; on the road
transmission: gear; gearbox; shift
seller: who sells; seller; from whom
owner: how many owners; owners before; hands
"""

# Of what happens, or does not (the names are those of `concepts`).
_EVENTS = """
churn yes: gone; be gone; fall for; switch supplier; clear desk; chair empty; desk empty; go over to; take their hat; hand over keys; lose soon; slip off; say goodbye; find somebody else; look around for another; look for another job; about to walk; head for the exit; out of the door; turn back on; have had enough
churn no: stick around; safe bet; count on; still here; still around; be sure of; keep faith; true to us; long haul; still working; still work; rely on; with us next year; for years to come; remain
default yes: rotten; collector; go wrong; lose our money; bankrupt; never see again; come to grief; not be good for; stop paying; let bank down; let lender down; end in tears; burn fingers; chase; reminder; bailiff; sour
default no: give back; pay back; last cent; last penny; good for it; clear conscience; reliable; safe; sleep well; trust; go well; honour; without trouble; wave through; as agreed; sound
failure yes: give up; spare; trouble; stand still; need a fitter; about to go; pack up; quit; let us down; will not last; breakdown lorry; on its last legs; need some
failure no: hold; hold out; hold up; make it through; keep running; keep on running; get through; skip inspection; leave alone; survive; run on; run through; without trouble; last the week; nothing to do; no standby
fraud yes: smell; stink; fishy; detective; lie; tall story; too good; investigator; crooked; rotten; not true
fraud no: honest; let through; true story; above board; pay at once; wave through; believe; genuine
returned yes: see again; come back; back on our ramp; back on the shelf; back in the warehouse; send back; not fit; back to us
returned no: stay where; stay with the customer; keep; happy with; hang on; hold on; never see again; stay put; for good
readmit yes: carry in again; back again; see again; land here; back within; next time; again before; return trip
readmit no: goodbye for good; stay home; stay at home; stay away; manage at home; never see again; not see again
response yes: write back; open wallet; open purse; bite; take the bait; answer; react; worth the stamp; worth a letter; say yes; go for it; bring out the wallet; pull out the wallet; jump at it; take it; order something; reach for the purse; buy something
response no: empty basket; empty hand; save stamp; save postage; wastepaper; waste paper; unread; just look; only look; only browse; leave without; walk off; for nothing; into the bin; say no; turn it down
hire yes: start with us; laptop; get the job; new colleague; desk for; first day; take on; welcome; sign contract; join us
hire no: rejection; send away; say no; turn down; not make it; bad news; let down gently; no thank; not be taken
spam yes: rubbish; ads; bin; throw away; nonsense; pest; trash; advert; block
spam no: real people; real person; friend; meant for me; family; worth reading; let through; genuine; ring for
occupied yes: anybody in; somebody in; in use; at home; lights on
occupied no: nobody in; nobody there; stand empty; all gone; empty
late yes: keep waiting; after time; miss the slot
complaint yes: angry; angry letter; cross; fed up; write to the boss
smoke yes: puff; light up; cigarette
smoke no: clean lungs; never touch
"""

# Of labels: words of the label, with @ in front words of its column's name where the label alone would fit too much.
_KINDS = """
rent: tenant; renter; landlord; pay rent; live in rent; rented; lodger
own @home/house/housing/property: own house; own home; own roof; own four walls; homeowner; house of their own; flat of their own; owner occupier; paid off house
mortgage: mortgage; bank on house; paying off house; house belongs to the bank; still pay for house; house not paid
free @housing: live for free; without paying; with parents; pay nothing to live
married -single: husband; wife; spouse; wed; wedded; married; marry; said i do; ring on finger
divorced: divorce; divorced; split up; ex wife; ex husband; marriage over; marriage broke
single @marital/status: unmarried; bachelor; unattached; on their own; never married; single; nobody at home
widow/widowed: widow; widower; lost husband; lost wife
together @marital: live together; unmarried couple
male -female: man; men; boy; male; gentleman; bloke; guy; husband; he
female: woman; women; girl; female; lady; she
m @sex/gender: man; men; male
f @sex/gender: woman; women; female
private @work/class/workclass: private firm; private company; private business; in the private sector; private sector
self emp/employ/employed: own boss; freelance; freelancer; work for themselves; run their own; own business; own firm; self employed; own shop
state/gov @work/class/workclass: government; civil servant; public service; for the state; taxpayer; public sector; official; town hall; ministry
glass: windscreen; window; pane; glazier; glass; windshield
theft: steal; stolen; stole; thief; thieves; pinch; nick; nicked; burglar; taken by; disappear; theft
fire @claim/type: burn; burnt; burned; flame; fire; go up in flames; smoke
collision: crash; bump; prang; hit another; ran into; run into; two cars; collide; smash; collision; fender; shunt; panel beater; dent
debt consolidation: other debt; old debt; pay off other; roll debt; other loan; consolidate; debts elsewhere; one loan out of
home improvement: new kitchen; renovate; do up; house up; builder; craftsman; home improvement; bathroom; their house nicer
medical @purpose: doctor; operation; dentist; hospital; treatment; medical
car @purpose: car; vehicle; drive; wheels
car new @purpose: new car; brand new
car used @purpose: used car; second hand car; old car
education @purpose: study; studies; tuition; college; university; school; degree; course
business @purpose: start a firm; own firm; business; start up; shop; company
furniture @purpose: furniture; sofa; kitchen; wardrobe; furnish; bed
radio/tv @purpose: telly; television; radio; tv; set
repair @purpose: repair; mend; fix
vacation @purpose: holiday; travel; trip
month @contract: no fixed term; !tied down; !tie; !bound; !commit; any time; leave whenever; from one month to the next; month by month; rolling; no commitment; not bound; monthly basis; month to month
two year @contract: two years; bound for two; longest contract; 24 months
one year @contract: one year; a year; bound for a year; 12 months
fiber/fibre: fibre; fiber; glass; optic; light; fast line
dsl: copper; telephone line; dsl
cable @technology: cable; tv cable
direct debit: collect from account; debit; take it from their account; bank collects
invoice @payment: bill; invoice; pay later; on account; after delivery
card @payment: card; plastic; credit card; visa
electronic check: electronic cheque; e check
mailed check: cheque in the post; post a cheque; by post; envelope
bank transfer: transfer; wire; bank; standing order
snow: snow; snowy; white; wintry; flakes
rain @weather: rain; wet; pour; umbrella
dry @weather: dry; sun; fine weather
mail @channel: mail; email; e mail; wrote an email
chat: chat; live chat; chat window
web form: form; web form; filled in
search @source/traffic/channel: google; search; search engine; looked us up; search for
social @source/traffic: facebook; instagram; social media; network; post; influencer
newsletter: newsletter; mailing; mail shot; our mails
direct @source/traffic: type address; bookmark; directly; know the address
mobile: on phone; smartphone; phone in hand; on the go; handheld; mobile; on the bus; thumb
desktop: computer; desktop; pc; laptop; at a desk; big screen; keyboard
tablet: tablet; ipad
cardiology: heart; cardiologist; cardiac; pump
geriatrics: elderly; old people; aged; geriatric
surgery: operate; operation; surgeon; knife; theatre; scalpel
internal @ward: internal; physician
groceries: food; supermarket; grocer; groceries; eat
fuel @merchant/group/category: petrol; filling station; gas station; fuel; tank; pump
travel @merchant/group: hotel; flight; holiday; trip; travel; ticket; airline
online @merchant/group: internet; web shop; online; on the net
needs renovation: do up; done up; wreck; fixer upper; run down; renovate; renovation; needs work; ruin; ramshackle; falling apart; plasterer; builders in; refurbish; neglected
new @condition: brand new; never lived in; newly built; first to live
fair @condition: so so; passable; middling; tolerable
very good @condition: very good; top shape; excellent
heavy @scratches/damage: badly scratch; deep scratch; battered; heavily; knocked about; deep
none @scratches/damage: without mark; without a single; spotless; flawless; not a scratch; unmarked; immaculate; no mark; like new; unblemished
light @scratches/damage: slight; few marks; lightly; faint
phd: doctor; doctorate; phd; dr; thesis
bachelor @degree: bachelor; first degree
master @degree/education: master; masters
none @degree/education: no degree; without degree; never studied; no university; dropped out of
basic @education: little schooling; left school early; hardly went to school; only basic
price @reason: too dear; expensive; dearer; cheaper; price; cost too much; money; dear
speed @reason: slow; too slow; speed; crawl; fast enough; line too slow
moved @reason: move; moved; moved away; new address; new flat; relocate; moving house
other provider/competitor @reason: competitor; rival; elsewhere; competition; other provider; another provider
billing @team/department/queue: invoice; bill; billing; pay; money; payment; charge; refund
technical @team/department/queue: technician; technical; broken; bug; does not work; fault; engineer; error
account @team/department/queue: login; password; log in; locked out; access; account
sales @team/department/queue/role: sales; sales people; salesman; salesmen; salespeople; sell; seller; offer; quote; buy more; new licence
human resource: hr; human resources; personnel; people department
research development: researcher; research; lab; laboratory; development; develop; r&d; inventor
life science: biology; biologist; life science
won @stage/status/outcome: win; won; sign; signature; become customer; bring home; clinch; land; close; in the bag; become a client; say yes; buy
lost @stage/status/outcome: lose; turn down; show us the door; lost; come to nothing; slip away; fall through; say no; turn us down; wave us off; fizzle; go nowhere; give up on
open @stage/status/outcome: up in the air; undecided; not decided; pending; still open; not yet; hanging; in limbo; still waiting; no answer yet; not settled; drag on; not made up
referral: recommend; recommended; word of mouth; friend told; refer; passed on
webinar: webinar; online talk; online seminar; online presentation
trade fair: exhibition; fair; stand; booth; trade show
cold call: ring out of the blue; out of the blue; phone book; unasked; cold call
retail @industry: shop; shopkeeper; store; retailer; retail
health @industry: hospital; clinic; doctor; pharmacy; surgery; healthcare
public @industry: council; authority; government; town hall; ministry; public sector; school
finance @industry: bank; insurer; insurance; fund; financial
town hall: town hall; mayor; council
pool @building: pool; swim; bath
school @building: school; pupil; classroom
canadian: canada; canadian
travel frequently: on the road; away a lot; travel; live out of a suitcase; suitcase; always away; plane; business trip
non travel: never travel; stay put; never on the road; never away; no trips
first owner: first hand; one owner; only one keeper; single owner
second owner: second hand; two keepers; one keeper before
third owner: third hand; three keepers
test drive: demonstrator; test car; test drive
diesel: diesel; derv
petrol @fuel: petrol; gasoline; unleaded
cng/lpg: gas
dealer @seller: dealer; garage; trade; professional
trustmark: trustmark; certified
individual @seller: private seller; private person; privately; from a neighbour; individual
automatic @transmission: shift by itself; shift gears; shift by themselves; gears by themselves; without a clutch; no clutch; automatic; change gear itself
manual @transmission: stick; clutch; manual; change gear by hand; gear stick
gravel/grvl: gravel; unpaved; dirt road; stones
pave @street/alley: paved; tarmac; asphalt
unskilled: unskilled; untrained; no training; labourer
skilled -unskilled: skilled; trained; trade learned
guarantor: guarantor; vouch; somebody who stands in; stand surety; surety
co applicant: co applicant; apply together; apply with; two sign; jointly
unemployed: out of work; jobless; no job; without a job; unemployed; on the dole
student @job/occupation: student; study; university
retired @job/occupation: pensioner; retire; retired; pension
oko/eco/green @tarif/tariff: green; renewable; eco; climate
gewerbe/business @tarif/tariff/plan: business; firm; shop; company; trade
trial @plan: try out; trial; test period; for free; not paying yet; pay nothing; pays nothing; try us out; tries us
apple @brand/make: apple; iphone
google @brand/make: google; pixel
samsung @brand/make: samsung; galaxy
"""


@dataclass(frozen=True)
class Saying:
    """Words that tell of something.

    Attributes:
        words: Per place the base forms of which one has to stand there.
        weight: How much they say.
        denied: Whether they say it only where they are denied.
    """

    words: tuple[frozenset[str], ...]
    weight: float
    denied: bool = False


@dataclass(frozen=True)
class Told:
    """Names, or labels, and what people say of them.

    Attributes:
        needed: Sets of base forms; one of each has to be in the name, or in the label.
        barred: Base forms that may not be in it.
        column: For a label, base forms of which one has to be in the name of its column; empty for any column.
        sayings: What is said.
    """

    needed: tuple[frozenset[str], ...]
    barred: frozenset[str]
    column: frozenset[str]
    sayings: tuple[Saying, ...]

    def fits(self, words: frozenset[str], column: frozenset[str] = frozenset()) -> bool:
        """Whether a name, or a label of a column with that name, is one of these."""
        if self.column and not self.column & column:
            return False
        return not self.barred & words and all(one & words for one in self.needed)


def _forms(text: str) -> frozenset[str]:
    return frozenset(form for word in text.split("/") for form in (word, lemma(word)))


def _read(table: str) -> tuple[Told, ...]:
    found = []
    for row in table.strip().splitlines():
        left, _, right = row.partition(":")
        names, _, column = left.partition("@")
        needed = tuple(_forms(word) for word in names.split() if not word.startswith("-"))
        barred = frozenset(
            form for word in names.split() if word.startswith("-") for form in _forms(word[1:])
        )
        sayings = []
        for said in right.split(";"):
            bare = said.strip()
            weak = bare.startswith("~")
            words = [w for w in bare.lstrip("~!").split() if w not in _SMALL]
            sayings.append(
                Saying(tuple(_forms(w) for w in words), 0.5 if weak else 1.0, bare.startswith("!"))
            )
        found.append(Told(needed, barred, _forms(column.strip()) if column else frozenset(), tuple(sayings)))
    return tuple(found)


_SMALL = frozenset(("the", "a", "an", "of", "their", "our", "it"))


@lru_cache(maxsize=1)
def figures() -> tuple[Told, ...]:
    """What is said of columns of numbers."""
    return _read(_FIGURES)


@lru_cache(maxsize=1)
def traits() -> tuple[Told, ...]:
    """What is said of columns that say yes or no."""
    return _read(_TRAITS)


@lru_cache(maxsize=1)
def events() -> dict[tuple[str, bool], tuple[Saying, ...]]:
    """What is said of what happens, and of its opposite, by the name of the concept."""
    found = {}
    for row in _EVENTS.strip().splitlines():
        name, side = row.partition(":")[0].split()
        found[name, side == "yes"] = _read(row)[0].sayings
    return found


@lru_cache(maxsize=1)
def classes() -> tuple[Told, ...]:
    """What is said of columns of several labels."""
    return _read(_CLASSES)


@lru_cache(maxsize=1)
def kinds() -> tuple[Told, ...]:
    """What is said of labels."""
    return _read(_KINDS)
