using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Billing.Ledger;

/// <summary>The functions and seed rows in Ledger/Sql, as a migration runs them.</summary>
internal static class LedgerSql
{
    /// <summary>In the order they depend on each other.</summary>
    public static IReadOnlyList<string> Functions { get; } =
    [
        "append_only", "book_all", "book", "lock_account", "lock_accounts", "open_account", "change_tier", "close_account", "place_holds", "lock_holds",
        "closed_holds", "settle_holds", "release_holds",
    ];

    /// <summary>Rows the functions need from the first day on.</summary>
    public static IReadOnlyList<string> Seeds { get; } = ["tiers", "prices_1"];

    /// <summary>What later migrations added, each once: rows, and triggers on tables of theirs.</summary>
    public static IReadOnlyList<string> Additions { get; } = ["prices_2", "prices_3", "roll_up", "tier_closed"];

    public static string Read(string name) => EmbeddedSql.Read(typeof(LedgerSql).Assembly, name);
}
