namespace NanoBanana.ServiceDefaults.Accounts;

/// <summary>
/// One list of an account's export, read piece by piece behind the last row of the piece before: each piece is a stretch of an index, so that neither memory nor a
/// statement grows with the account.
/// </summary>
/// <param name="name">The list's name in the document.</param>
/// <param name="shown">The columns that are written, with their names. What is not listed is never shown: a new column does not become a leak.</param>
/// <param name="from">Tables and the condition that binds them to the account, <c>$1</c>.</param>
/// <param name="key">What orders the rows and tells them apart, each column with its type.</param>
public sealed class ExportSection(string name, string shown, string from, params (string Column, string Type)[] key)
{
    private readonly string _select = $"SELECT to_jsonb((SELECT shown FROM (SELECT {shown}) AS shown))::text, jsonb_build_array({Columns(key)})::text FROM {from}";

    public string Name { get; } = name;

    /// <summary>Rows of one statement: fewer where a row carries others.</summary>
    public int Piece { get; init; } = 500;

    private string Order => $" ORDER BY {Columns(key)} LIMIT {Piece}";

    internal string First => _select + Order;

    /// <summary>Behind the row whose key is <c>$2</c>.</summary>
    internal string Next => $"{_select} AND ({Columns(key)}) > ({string.Join(", ", key.Select(static (one, place) => $"($2::jsonb ->> {place})::{one.Type}"))}){Order}";

    private static string Columns((string Column, string Type)[] key) => string.Join(", ", key.Select(static one => one.Column));
}
