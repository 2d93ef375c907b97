namespace NanoBanana.Generation.Moderation;

/// <summary>
/// The words that are refused everywhere. Few on purpose: a list knows no context, and the finer judgement is the model's and the provider's. What holds
/// at every level is what no provider would serve anyway; each stricter level takes more innocent pictures with it.
/// </summary>
internal static class BuiltInKeywords
{
    public static readonly IReadOnlyList<KeywordRule> All =
    [
        .. Of(SafetyLevel.None, Categories.Minors,
            "child porn", "child pornography", "child nude", "nude child", "nude children", "naked child", "naked children", "naked minor", "nude minor", "csam",
            "underage sex", "underage porn", "underage nude", "loli porn", "lolicon", "shotacon"),
        .. Of(SafetyLevel.None, Categories.Sexual, "rape", "bestiality", "zoophilia", "necrophilia", "revenge porn"),
        .. Of(SafetyLevel.None, Categories.Violence, "snuff film", "beheading video"),
        .. Of(SafetyLevel.None, Categories.Illegal, "how to make a bomb", "bomb making instructions"),

        .. Of(SafetyLevel.Moderate, Categories.Sexual,
            "porn", "porno", "pornography", "pornographic", "hentai", "hardcore sex", "explicit sex", "sex scene", "sexual intercourse", "blowjob", "gangbang"),
        .. Of(SafetyLevel.Moderate, Categories.Violence,
            "extreme gore", "blood and gore", "decapitated", "decapitation", "dismembered", "disembowelled", "disemboweled", "mutilated corpse", "execution video", "torture scene"),
        .. Of(SafetyLevel.Moderate, Categories.Hate, "heil hitler", "sieg heil", "white power", "ethnic cleansing", "race war", "ku klux klan rally"),
        .. Of(SafetyLevel.Moderate, Categories.SelfHarm, "how to kill myself", "suicide method", "suicide methods", "cutting my wrists"),

        .. Of(SafetyLevel.Strict, Categories.Sexual, "nude", "nudes", "nudity", "naked", "topless", "erotic", "erotica", "nsfw", "sex", "sexy", "fetish", "striptease", "lingerie"),
        .. Of(SafetyLevel.Strict, Categories.Violence, "gore", "gory", "corpse", "corpses", "massacre", "torture", "tortured", "murder", "murdered", "beheaded", "bloodbath"),
        .. Of(SafetyLevel.Strict, Categories.Hate, "swastika", "nazi", "nazis", "kkk", "white supremacy", "white supremacist"),
        .. Of(SafetyLevel.Strict, Categories.SelfHarm, "suicide", "self harm"),
    ];

    private static IEnumerable<KeywordRule> Of(SafetyLevel from, string category, params string[] phrases) =>
        phrases.Select(phrase => new KeywordRule(phrase, category, KeywordRule.BuiltIn, from));
}
