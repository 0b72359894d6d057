//! Words that hold sentences together and say nothing of what they are about. Readers type whole
//! questions; such a word in a keyword must not outweigh the one that the question is about.

/// By language, in the spelling of texts.
const WORDS: [(&str, &str); 6] = [
    (
        "cs",
        "a aby ale ani ano asi až bez bude budu být by byl co či do další ho i já jak jako je jen \
         jestli ještě ji jsem jsi jsou k kam kde kdo kdy když ke která které který má mám máte mě \
         mi mít mně moje můj můžu mohu můžete musím musíte na nad ne nebo než o od po pod pokud \
         potřebuji potřebuju pro proto protože při s se si svůj ta tak tam tady taky ten to tu ty \
         u už v ve více vy vás vám z za ze že udělat dělat chci chcete jaký jaká jaké kolik",
    ),
    (
        "uk",
        "а або але б би бо був була буде бути в вам вас ви від він вона вони воно все до є з за зі \
         і й із їх йти його коли куди мені мене ми мій моя моє мої можна можу може можете мати маю \
         на нам нас не ні о об ось по при про робити зробити роблю треба потрібно скільки та так \
         там тут те ти то хто хочу це ця цей ці чи чому що щоб як який яка яке які я у",
    ),
    (
        "ru",
        "а без бы был была будет быть в вам вас во вот все вы где да для до его если есть ещё же за \
         зачем и из или им их к как какая какие какой когда кто куда ли меня мне могу можно может \
         мой моя моё мои мы на надо нам нас не нет нужно ни но о об он она они от по под почему \
         при про с сделать делать со сколько так там тут то ты у уже хочу чего чем что чтобы это \
         этот эта эти я",
    ),
    (
        "vi",
        "ai ạ bạn bao bằng bị các cái cần chỉ cho chưa có của cùng cũng đã đang đâu đây để đến đi \
         được gì hay hoặc hơn khi không là làm lại lên mà mình mỗi một muốn nào này nên nếu ngoài \
         nhiêu như những nơi ở phải ra rồi rất sao sẽ tại thế thì theo thể tôi trên trong từ và vào \
         vẫn về vì với vậy",
    ),
    (
        "en",
        "a about all am an and any are as at be because been but by can cannot could did do does \
         for from get had has have he her his how i if in into is it its may me much many must my \
         need no not of on or our she should so some that the their them then there these they \
         this those to up us was we were what when where which who why will with would you your",
    ),
    (
        "ar",
        "أن إن أنا أنت أو أي أين إذا إلى التي الذي الذين اللاتي ان او اين اذا الى انا انت بعد بما به \
         بها ثم حتى حول خلال عن عند على عليه عليها غير في فيه فيها قبل قد كان كانت كل كم كيف لا لك \
         لكن له لها لم لماذا لن لي ليس ما ماذا متى مع من منه منها نحن هذا هذه هل هم هنا هناك هو هي و \
         وأنا يجب يمكن يمكنني أستطيع أريد أحتاج",
    ),
];

/// The words of a language that say nothing by themselves.
pub fn function_words(language: &str) -> impl Iterator<Item = &'static str> {
    let of_language = WORDS.iter().filter(move |(tag, _)| *tag == language);
    of_language.flat_map(|(_, words)| words.split_whitespace())
}
