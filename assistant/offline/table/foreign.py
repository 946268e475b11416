"""English for the words that German, French, Spanish, Italian and Dutch tables name their columns with."""

from __future__ import annotations

import unicodedata

_WORDS = """
verbrauch: consumption usage
preis prix precio prezzo prijs: price
kosten couts costes costi: cost expense
umsatz omzet ventas ventes vendite: revenue sales turnover
menge quantite cantidad quantita hoeveelheid: quantity amount
anzahl nombre numero aantal: number count
betrag montant importe importo bedrag: amount sum
datum fecha: date
jahr annee ano anno jaar: year
jahre: year
vertragsjahre: contract_year tenure
monat mois mes mese maand: month
woche semaine semana settimana: week
stunde heure hora ora: hour
alter edad leeftijd: age
geschlecht sexe sexo sesso geslacht: sex gender
kunde kunden cliente klant: customer client
kundennr kundennummer: customer_number
kundenliste: customer_list
vertrag contrat contrato contratto: contract
laufzeit duree duracion durata looptijd: term duration
tarif tarifa tariffa tarief: tariff plan rate
beschwerde beschwerden reclamations quejas reclami klachten: complaint
postleitzahl plz postcode codigopostal cap: postcode zip postal
stadt ort ville ciudad citta stad: city town
pays pais paese: country
strasse rue calle via straat: street
gewicht poids peso: weight
groesse grosse taille: size
hoehe hohe hauteur altura altezza hoogte: height
breite largeur ancho larghezza breedte: width
flaeche flache wohnflaeche wohnflache superficie oppervlakte: area surface
zimmer pieces habitaciones kamers: room
miete kaltmiete warmmiete loyer alquiler affitto huur: rent
baujahr: year_built
abteilung: department
gehalt lohn salaire salario stipendio: salary wage
einkommen revenu ingresos reddito inkomen: income
beruf: occupation job
familienstand: marital_status
kinder enfants hijos figli kinderen: child
rechnung facture factura fattura: invoice bill
zahlung paiement pago pagamento: payment
zahlungsart: payment_method
rabatt remise descuento sconto korting: discount
bestellung commande pedido ordine: order
lieferung livraison entrega consegna: delivery
retoure retour: return
bewertung: rating
leistung: power output
gekuendigt gekundigt resilie cancelado disdetto opgezegd: cancelled churn
kuendigung kundigung resiliation: cancellation churn
storniert annule: cancelled
verspaetung verspatung retard retraso ritardo vertraging: delay
ausfall panne averia guasto storing: failure outage
schaden: damage claim
filiale magasin tienda negozio winkel: store branch
verkauf vente: sale
produkt produit producto prodotto: product
marke marque marca merk: brand
farbe couleur colore kleur: colour
telefon telefono: phone
anrufe appels llamadas: call
besuche visites visitas visite: visit
"""


def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _WORDS.strip().splitlines():
        names, _, meanings = line.partition(":")
        for name in names.split():
            found[name] = tuple(word.replace("_", " ") for word in meanings.split())
    return found


def folded(text: str) -> str:
    """Without dots and accents: "Gekündigt" becomes "Gekundigt"."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def transliterated(text: str) -> str:
    """As Germans write it without dots: "Gekündigt" becomes "Gekuendigt"."""
    for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")):
        text = text.replace(letter, written)
    return text


FOREIGN: dict[str, tuple[str, ...]] = _table()
