//! The commonest words of the languages of the press: they tell a language in a microsecond
//! where letter statistics take a hundred, and they know languages that the statistics do not.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::Tokens;

/// Words that are looked at: more change nothing.
const SAMPLE_WORDS: usize = 150;
/// Fewest words that tell a language.
const FEWEST_WORDS: usize = 25;
/// Least share of common words, in hundredths. Running text has 25 to 50.
const LEAST_SHARE: u32 = 14;
/// The second language must stay below this share of the first, in hundredths.
const MOST_RIVAL: u32 = 75;

/// Returns the language whose common words stand out among the first of `tokens`.
pub(crate) fn by_common_words(tokens: &Tokens) -> Option<&'static str> {
    let count = tokens.len().min(SAMPLE_WORDS);
    if count < FEWEST_WORDS {
        return None;
    }
    let mut scores = [0_u32; LANGUAGES.len()];
    for at in 0..count {
        let Some(&languages) = COMMON.get(tokens.folded(at)) else { continue };
        let mut rest = languages;
        while rest != 0 {
            scores[rest.trailing_zeros() as usize] += 1;
            rest &= rest - 1;
        }
    }
    let (best, score) = scores.iter().copied().enumerate().max_by_key(|&(_, score)| score)?;
    let rival = scores
        .iter()
        .enumerate()
        .filter(|&(at, _)| at != best)
        .map(|(_, &score)| score)
        .max()
        .unwrap_or(0);
    let count = u32::try_from(count).ok()?;
    let stands_out = score * 100 >= count * LEAST_SHARE && rival * 100 <= score * MOST_RIVAL;
    stands_out.then_some(LANGUAGES[best].0)
}

/// For each common word, the languages that have it, one bit each.
static COMMON: LazyLock<HashMap<&'static str, u64>> = LazyLock::new(|| {
    let mut common = HashMap::with_capacity(1200);
    for (at, (_, words)) in LANGUAGES.iter().enumerate() {
        for word in words.split(' ') {
            *common.entry(word).or_insert(0) |= 1 << at;
        }
    }
    common
});

/// Whether a short text has common words of the language `code`, two at least and one in eight.
pub(crate) fn is_confirmed(code: &str, tokens: &Tokens) -> bool {
    let Some(language) = LANGUAGES.iter().position(|(known, _)| *known == code) else {
        return false;
    };
    let count = tokens.len().min(SAMPLE_WORDS);
    let common = (0..count)
        .filter(|at| COMMON.get(tokens.folded(*at)).is_some_and(|all| all >> language & 1 == 1))
        .count();
    common >= 2 && common * 8 >= count
}

/// ISO 639-1 code, and common words in the folded form of [`crate::text::fold`].
#[rustfmt::skip]
const LANGUAGES: &[(&str, &str)] = &[
    ("en", "the of and to in a that is was for on with as it by at from he his be are were has have had said but which this not an who will their they its been would more after about than when also"),
    ("de", "der die und in den von zu das mit sich des auf fur ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem uber einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde"),
    ("fr", "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son aux ou cette ont ses mais comme on tout nous sa fait ete aussi leur bien peut ces deux d l qu s n c"),
    ("es", "de la que el en y a los del se las por un para con no una su al lo como mas o pero sus le ha me si sin sobre este ya entre cuando todo esta ser son dos tambien fue habia muy anos hasta desde"),
    ("pt", "de a o que e do da em um para com nao uma os no se na por mais as dos como mas ao ele das seu sua ou quando muito nos ja eu tambem so pelo pela ate isso ela entre depois sem mesmo aos seus quem nas foi esta sao"),
    ("it", "di e il la che in un a per del della con non una sono le si da i al dei nel alla piu gli ha come ma anche dal lo delle o suo questo se nella ed ai dalla sul loro stato essere era ad tra"),
    ("nl", "de van het een en in is dat op te zijn met voor niet aan er om ook als dan maar bij of uit nog naar heeft hij ze wordt door over tot hun meer worden deze die werd was kan geen"),
    ("sv", "och i att det som en pa ar av for med den till har de inte om ett han men var sig sa fran vi kan nar eller ut skulle nu under efter vid mot da hade alla blev sin"),
    ("da", "og i at det en den til er som pa de med han af for ikke der var et har om hun men sig vi kan efter blev skal mange nogle ved fra ud over ogsa eller hvor meget mod"),
    ("nb", "og i det pa som er en til a han av for at var med de ikke den har jeg om et men sa seg hun fra vi kan ble ut skal etter ved nar eller opp noe mange ogsa noen bare mot"),
    ("fi", "ja on ei se etta oli hanen han myos kun mutta joka ovat ole sen niin tai mita jos kuin vain mukaan ollut jotka sita olla kanssa jo oman seka nyt viela jonka voi"),
    ("is", "og i ad a er sem vid til var um ekki med thad en af hann eru fyrir hefur verid the thar sig ur fra eftir hun thess svo"),
    ("pl", "w i na z sie do nie to ze jest o jak ale po od za dla przez ktory ktore tym byl jego juz tylko czy tak roku sa co oraz przed bedzie moze jej ich"),
    ("cs", "a v na se je to ze s z do o i za by pro ve jako po jsou ale podle od aby byl jeho uz ktery bylo pri nebo ktere take az kdyz bude jen jeste roku"),
    ("ro", "de si in a la cu pe nu o ca un din este care sa pentru au mai fi fost dupa ce prin dar al ale lui sau acest unei sunt intre iar potrivit"),
    ("hu", "a az es hogy nem is egy meg volt de ez azt csak mar szerint aki el mint kell vagy ha ami lesz pedig majd sem magyar altal miatt"),
    ("tr", "ve bir bu da de icin ile olarak olan cok daha gibi kadar sonra ne en ancak ise o her oldugu degil ya diye iki ama kendi dedi yeni tarafindan buyuk var"),
    ("id", "yang dan di dari itu dengan untuk pada ini tidak dalam akan adalah juga ke karena oleh sebagai telah mereka kata ia saat atau bisa sudah kepada para ada tersebut lebih setelah"),
    ("sw", "na ya wa kwa katika ni za cha kuwa kama huo hiyo yake baada ambaye huyo alisema hii lakini kutoka wake hilo ili sasa watu pia wakati kwamba zaidi nchini hivyo yao hadi mwaka"),
    ("ha", "da na a ya ta ba cewa kuma wanda ne yi ke su don shi wata sun cikin wannan an ce mai ga kan sai amma domin yan kasar ake wasu za masu ranar"),
    ("so", "oo ka ku ay uu ayaa waxa waxaa iyo in la soo u ee si ah waxay inay inuu uga isaga aan kale badan leh kuwa ugu dalka sida sheegay"),
    ("yo", "ni ti o n si won ati awon fun lati naa pe ninu to ko ki se bi je wa gbogbo ohun ba eyi a kan pelu sugbon lori wipe fi gege iroyin"),
    ("ca", "de la que i el en a les del els un per una es amb no al va ser son mes com pel ha han aquest aquesta pero dels tambe entre fins seva"),
    ("vi", "va cua la cac co cho trong duoc nguoi da khong nhung voi mot nay o tai khi den nam tu ve nhieu cung ra sau"),
    ("ru", "в и на не что с по как из за о от к это для его но у он был также году была было которые который все после до при россии или со их а она только будет если однако"),
    ("uk", "в і на не що з у до та за про як від по це для його але й також який які він був було із після при або року є щоб під україни бути"),
    ("bg", "на и в за да се от с че по не са това е като до ще при към след си но който които беше има или най още само той"),
    ("be", "у і на не што з па да ад за як для гэта яго але таксама які якія ен быў пры аб каб ці было беларусі гэтага"),
    ("sr", "и у је да на се за од са су не што као који из које о али није до по то би ће био бити након због"),
    ("mk", "на и во да се за од е со не ќе што како по ја го ги кои бидеше но или само беше"),
    ("ar", "في من علي ان الي التي الذي عن مع هذا هذه بعد كان ما لا قال بين كما ذلك او خلال قد لم حيث عدد كانت وقال اليوم حتي قبل هو"),
    ("fa", "در و به از كه اين را با است براي ان يك بود شده كرد تا بر هم وي گفت شد خود مي نيز دو اما هاي كرده"),
    ("ur", "كے كي ميں كا سے نے هے كو اور كه پر هيں اس يه كر بهي ان هي تها ايك نهيں وه كيا"),
    ("el", "και το να του η τησ με που την απο για τον οι των στο τα στην ειναι οτι σε ο δεν θα"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn words_are_folded() {
        assert!(LANGUAGES.len() <= 64);
        for (code, words) in LANGUAGES {
            for word in words.split(' ') {
                assert_eq!(fold(word), word, "{code}");
            }
        }
    }
}
