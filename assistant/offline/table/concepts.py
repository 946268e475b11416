"""Kinds of events that businesses want foreseen: what they are called, and what the opposite is called.

Each pattern is matched on base forms (see `line`), on what people write and on the words of column names and labels
alike; so "who is going to leave us" finds a column "Attrition", and "Charged Off" is what "goes bad" means.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Concept:
    """A kind of event.

    Attributes:
        name: For reference only.
        happens: Pattern of the words for the event and for whom it happens to.
        not_so: Pattern of the words for its opposite.
        desired: Whether the business wishes for the event; else it fears it.
    """

    name: str
    happens: str
    not_so: str
    desired: bool = False


CONCEPTS: tuple[Concept, ...] = (
    Concept(
        "churn",
        r"churn|churner|canceller|canceler|leave(?! (?:out|the|it|a|an|them|him|her|my|our|your|this|that|these|those|column|age|gender|more"
        r"|less|<num>|to|away|aside|trees?|alone)\b)|leave the (?:company|firm|business|bank|service)|leaver|quit|quitter|attrition|resign|resignation|depart|departure"
        r"|defect from|defector|walk away|run away|running away|run off|desert (?:we|us)|abandon (?:we|us)|walk out|go away|going away|jump ship|hand(?: \w+)? in (?:\w+ ){0,2}notice"
        r"|turnover|lapse|unsubscribe|terminate|move on|switch(?: to| away|er)?|say goodbye|will go(?! (?:up|down|bad|on|back|to|through|wrong|for))|be go(?= [.,?;]|$| soon| next)|replace (?:somebody|someone|him|her|they|them|one|an? (?:\w+ )?(?:employee|person|leaver|colleague|worker)|each \w+|people|staff|every \w+)|replacement (?:of|cost)|lose(?: a| one| \w+)? (?:customer|client|employee|"
        r"subscriber|member|person|user|of them)|cancel(?= (?:\w+ ){0,2}(?:subscription|contract|plan|membership|service))|be off|cancel(?= [.,;?!]| $|$| soon| next| on (?:we|us)| us| their| the| and)"
        r"|give (?:we|us |me )?(?:their |his |her )?notice|hand in (?:their|his|her)|turn (?:their|his|her) back(?:s)?|drop (?:we|us)(?= [.,;?!]| $| and| next| soon)|say (?:goodbye|farewell|bye)|opt out|pull the plug|call it quits|take (?:their|his|her) (?:business|custom|money) elsewhere|go to (?:a|the|another|some) (?:competitor|competition|rival|other)|next to go|about to go|(?:want|likely|going|plan|decide) to go(?= [.,;?!]| $| and)|bail(?: out)?|(?:do|will) not (?:come|be) back(?: next| for)|end (?:their|his|her|the) (?:contract|subscription|membership)|lose (?:next|soon)|(?:ditch|dump|bin|quit on|give up on) (?:we|us|our)|slip away",
        r"still (?:be |work )?(?:around|here|with us|for us)|be (?:still )?(?:around|with us)(?= (?:next|in|after|then))|still be (?:around|here|with us)|stay(?! (?:package|interview|bonus|offer|conversation|talk))(?!\s+(?:under|below|within|above|over|together|in the same|package|in one|on one|out))|stayer|loyal|remain|stick with|retain|renew|happy to stay",
    ),
    Concept(
        "failure",
        r"fail|failure|break down|breakdown|break(?= \.| ,|$| next| soon)|stoppage|outage|downtime|malfunction|crash|fault|faulty|stop unexpectedly|stand still|come to a (?:halt|standstill)|out of order"
        r"|(?:unplanned|unexpected) stop|go down|fall over|defect|defective|seize up|give up the ghost|conk out|pack (?:up|in)|die on (?:we|us)|break(?= (?:within|in the|during|soon|next))|jam|stall|trip|act up|give out|go wrong|stop work|stop run|gearbox trouble|trouble (?:with|in)|any trouble|need(?:s|ed)? repair|go kaput|bust|die(?! out)|drop dead|collapse|burn out",
        r"healthy|intact|sound|(?:keep|keep on|go on) (?:run|work|turn)(?:ning|ing)?|leave alone|run (?:fine|well|normally|smoothly|all (?:week|day)|without (?:a )?(?:trouble|hitch))|ok machine|in order|flawless|good part",
    ),
    Concept(
        "default",
        r"default|defaulter|pd(?= model)|(?:bad|risky|rotten|toxic) (?:loan|borrower|debt|credit|customer|payer|risk)|go bad|turn bad|turn sour|go sour"
        r"|charge off|charged off|go (?:wrong|south|belly up)|blow up|(?:not|never|stop|unable to|fail to) (?:\w+ ){0,2}?(?:pay|repay|paid|repaid|paying)(?: (?:we|us|it|them))?(?: back)?|payment stop|in arrears|bad (?:applicant|case|people|person|client)s?|insolvent|bankrupt|delinquent|write off|bad one|let (?:we|us|the bank|the lender|they) down|never (?:\w+ )?see(?: \w+){0,3} again|kiss (?:\w+ ){0,2}goodbye|(?:end|turn)(?: out| up)* (?:as|in|to be) a loss|go unpaid|burn (?:we|us)",
        r"repay|repaid|pay (?:\w+ ){0,2}?(?:as (?:agree|promise)d?|to the last (?:cent|penny)|every (?:cent|penny)|everything|like clockwork)|give (?:it |everything |all |the money )+back|pay (?:we |us )?back|pay everything back|pay(?= (?:back|up|on time|[.,;?!]))|paid back|pay (?:it |them |the loan |us |up )?(?:off|back|in full)|(?:good|sound|honest|reliable|solid|fine|safe) (?:loan|"
        r"borrower|debtor|credit|customer|payer|applicant|one|risk|people|person|case)|(?:somebody|someone|anybody|people|those|that|applicant|person|customer)(?: who (?:be|is|are))? (?:good|honest|reliable|creditworthy|solvent)|fully paid|performing",
    ),
    Concept(
        "fraud",
        r"fraud|fraudulent|fraudster|scam|scammer|swindle|swindler|cheat|cheater|crook|crooked|fake|bogus|made up(?! of)|make up (?:claim|story|accident)|stage|staged|fishy|phoney|phony|sham|con(?= (?:us|we|artist))|never happen|not happen|invent|invented|forge|forged|dodgy|lie to (?:us|we)|pad(?:ded)?(?= claim)|trick (?:us|we)|rip (?:us|we) off",
        r"genuine|honest|legitimate|legit|clean|innocent|real (?:claim|customer|transaction|payment|one)|lawful|bona fide",
    ),
    Concept(
        "spam",
        r"spam|junk|spammy|spammer|phishing|unsolicited|unwanted (?:message|mail|text|sms)|rubbish(?: message| text| mail)?|scam (?:message|text|sms)|advert(?:ising)? (?:message|text)s?",
        r"ham|(?:good|real|genuine|normal|proper|legitimate|legit|wanted|honest|private) (?:message|mail|text|email|one|sms)|genuine|legitimate",
    ),
    Concept(
        "no_show",
        r"no show|not show up|not turn up|do not appear",
        r"show up|turn up|appear",
    ),
    Concept(
        "cancel",
        r"cancel|canceller|canceler|cancellation|call off",
        r"show up|turn up|do turn up|do show up|do come|honour|check in|arrive",
    ),
    Concept(
        "response",
        r"respond|response|responder|answer(?! (?:for|in|within|to|a|the|time|speed|must|should|be|question))|react|reply|write back|hear (?:back )?from|get back to (?:we|us)|take (?:we|us) up|buy|buyer|purchase|purchaser|check out(?= [.,;?!]| $)|place an order|end in a (?:sale|purchase)|become a (?:customer|buyer|client)|subscribe|subscriber|subscription|sign up|sign"
        r"|sign(?= \.| ,)|take up|uptake|convert|conversion|say yes(?! to)|order(?= (?:from|again|something|anything|with|online|it|them|for (?:about |some )?<))|click|deposit|accept|acceptance|take (?:the|our|a|an|it|up the)(?: \w+)? (?:offer|deposit|product|loan)"
        r"|opt in|enrol|enroll|join|redeem|donate|donation|donor|give(?= again| money| something|s? to us)|sale make|deposit sell|(?:put|leave) (?:their |some |any )?money on the (?:table|counter)|take (?:out|open) (?:their|the) (?:wallet|purse)",
        r"without (?:(?:ever|have) )*(?:buy|bought|order|purchase|spend)(?:ing)?|empty handed|ignore (?:us|it|the (?:mail|letter|offer|call))|non responder|refuse|not interested|uninterested|say no|lead nowhere|throw (?:it )?away",
        desired=True,
    ),
    Concept(
        "illness",
        r"ill|illness|sick|disease|diabetic|diabetes|malignant|cancer|tumour|tumor|stroke|infect|infection|infected|patient with",
        r"healthy|benign|well person|fine patient|not ill",
    ),
    Concept("death", r"die|death|dead|decease|mortality", r"survive|survivor|survival|live on|alive"),
    Concept(
        "late",
        r"late|delay|delayed|overdue|tardy|behind schedule|behind time|hold up|held up|miss (?:the|their|its) (?:slot|window)|not (?:arrive|make it) (?:on|in) time|miss(?:ed)? (?:the )?deadline",
        r"on time|punctual|in time|early",
    ),
    Concept(
        "returned",
        r"send back|send it back|get returned|be return|return(?=ed)|return rate|return|come back(?: to (?:we|us|the shop))?|be back|go back to (?:we|us|the shop)|come home(?= again)|bounce back|give back|end up back|boomerang|refund|(?:get|have|receive)(?: (?:it|them|these|those|that|this))? back(?! (?:money|pay))",
        r"keep(?= (?:it|them|the|what|their|everything)|[.,;?!]| $)|kept|keeper|hang on to|hold on to(?= (?:it|them|what|their|the))|stay with the (?:customer|buyer)",
    ),
    Concept(
        "readmit",
        r"readmit|readmission|readmitted|re admit|re admission|come back|be back|back (?:in|on|at|here|with (?:we|us))(?= )|return|be admit again|admit again|return to (?:the )?hospital|bounce back|land back|come in again|see (?:them |him |her )?again|end up (?:back|here again)|(?:lie|be|turn up|land|show up|need)(?: (?:here|in here|with us|on the ward|in a bed|a bed|us|in our beds))? again",
        r"recover|stay home|for good",
    ),
    Concept(
        "complaint",
        r"complain|complaint|complainer|grumble|grumbler|moan|gripe|kick up a fuss|angry letter|unhappy|dissatisfied|displeased|disappoint(?:ed)?|unsatisfied|discontent",
        r"satisfied|happy|content",
    ),
    Concept("claim", r"claim|make a claim|file a claim|accident|crash", r"claim free|accident free"),
    Concept("upgrade", r"upgrade|upsell|cross sell", r"downgrade", desired=True),
    Concept(
        "win",
        r"win|won deal|close deal|succeed|success|deal close|land (?:a|the|we|us) (?:deal|contract|customer)|come off|convert|sign(?= [.,;?!]| $)",
        r"lose deal|lost|lose(?= [.,;?!]| $)|fall through|come to nothing|slip (?:away|through)|get away|go cold|go nowhere|go to (?:a|the) (?:competitor|competition)",
        desired=True,
    ),
    Concept(
        "hire",
        r"hire|get hired|be placed|get the job|take on|employ(?= )|offer (?:a|the) (?:job|post|contract)|recruit(?= )|make the cut",
        r"be rejected|(?<!auto )reject|rejection|turn(?: \w+)? down|turn away|send away|say no to|refusal",
        desired=True,
    ),
    Concept("attack", r"attack|intrusion|intruder|malicious|hack|breach", r"benign|normal traffic|harmless"),
    Concept("pass", r"pass(?= the)|graduate|succeed", r"fail the|drop out|flunk", desired=True),
    Concept("dropout", r"drop out|dropout", r"graduate|finish"),
    Concept(
        "smoke",
        r"smoke|smoker|light up|cigarettes?|tobacco|nicotine|puff",
        r"non smoker|nonsmoker|do not smoke",
    ),
    Concept(
        "occupied",
        r"occupy|occupied|occupancy|in use|anybody (?:in|inside|at home|there)|anyone (?:in|inside|there)|somebody (?:in|inside|there)|people (?:in|inside)|be present|presence",
        r"empty|vacant|unoccupied|nobody (?:in|inside|there)|deserted",
    ),
    Concept("scrap", r"scrap|reject part|bad part|faulty part|waste part|flawed", r"good part|flawless"),
)
