using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NanoBanana.EndToEnd.Matrix;

namespace NanoBanana.EndToEnd.Fuzz;

/// <summary>Makes bad requests out of a route's good one.</summary>
internal static class FuzzCases
{
    private const string Json = "application/json";
    private const int HugeBytes = 300_000;

    /// <param name="queries">The names of what the route reads of its query.</param>
    public static Gen<FuzzCase> Of(RouteRow row, IReadOnlyList<string> queries)
    {
        var kinds = new List<Gen<FuzzCase>> { Header(row) };
        if (row.Template.Contains('{'))
            kinds.Add(Path(row));
        if (queries.Count > 0)
            kinds.Add(Query(row, queries));
        if (row.Method != HttpMethod.Get && row.Method != HttpMethod.Head)
            kinds.AddRange([NoJson(row), ContentType(row), .. row.Body is null ? (Gen<FuzzCase>[])[] : [WrongValue(row), WrongValue(row), Twice(row), Huge(row)]]);
        return Gen.OneOf(kinds);
    }

    /// <summary>Requests of which none can be understood.</summary>
    public static Gen<FuzzCase> Hopeless(RouteRow row) => row.TakesImages ? Gen.OneOf(NoJson(row), Cut(row)) : Gen.OneOf(NoJson(row), Huge(row), Cut(row));

    private static Gen<FuzzCase> NoJson(RouteRow row) =>
        Gen.OneOf(Gen.Elements(BadText.Bodies).Select(Encoding.UTF8.GetBytes), Gen.Elements<byte[]>([0xff, 0xfe, 0x7b], [0xc3, 0x28], [0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]))
            .Select(body => Plain(row, "no JSON") with { Body = body });

    private static Gen<FuzzCase> Cut(RouteRow row) =>
        Gen.Choose(1, row.Body!.Length - 1).Select(length => Plain(row, "cut") with { Body = Encoding.UTF8.GetBytes(row.Body[..length]) });

    private static Gen<FuzzCase> WrongValue(RouteRow row) =>
        from name in Gen.Elements(Fields(row))
        from value in Gen.Elements(BadText.Values)
        select Plain(row, "wrong value") with { Body = Encoding.UTF8.GetBytes(WithField(row, name, value)) };

    private static Gen<FuzzCase> Twice(RouteRow row) =>
        from name in Gen.Elements(Fields(row))
        from value in Gen.Elements(BadText.Values)
        select Plain(row, "twice") with { Body = Encoding.UTF8.GetBytes($"{{{Quoted(name)}:{value},{row.Body![1..]}") };

    private static Gen<FuzzCase> Huge(RouteRow row) =>
        // Of its own fields: another one is ignored by routes that take images, and then nothing is wrong.
        from name in Gen.Elements(Fields(row).SkipLast(1).ToArray())
        from letter in Gen.Elements("a", "\u0301", "\\u0000")
        select Plain(row, "huge") with { Body = Encoding.UTF8.GetBytes(WithField(row, name, $"\"{string.Concat(Enumerable.Repeat(letter, HugeBytes / letter.Length))}\"")) };

    private static Gen<FuzzCase> ContentType(RouteRow row) =>
        Gen.Elements(BadText.ContentTypes).Select(type => Plain(row, "content type") with { ContentType = type, Body = Encoding.UTF8.GetBytes(row.Body ?? "{}") });

    private static Gen<FuzzCase> Header(RouteRow row) => Gen.Elements(BadText.Headers).Select(header => Plain(row, "header") with { Header = header });

    private static Gen<FuzzCase> Query(RouteRow row, IReadOnlyList<string> names) =>
        from name in Gen.Elements(names.ToArray())
        from value in Gen.Elements(BadText.Parts)
        from again in Gen.Elements("", $"&{name}=1", "&&==&")
        select Plain(row, "query") with { Path = $"{PathOf(row, "a")}?{name}={value}{again}" };

    private static Gen<FuzzCase> Path(RouteRow row) => Gen.Elements(BadText.Parts).Select(part => Plain(row, "path") with { Path = PathOf(row, part) + row.Query });

    private static FuzzCase Plain(RouteRow row, string kind) => new(
        kind, row.Method, PathOf(row, Guid.Empty.ToString()) + row.Query, row.Body is null ? null : Encoding.UTF8.GetBytes(row.Body), Json, Header: null);

    private static string PathOf(RouteRow row, string part) =>
        string.Join('/', row.Template.Split('/').Select(one => one.StartsWith('{') ? part + RouteRow.VerbOf(one) : one));

    private static string[] Fields(RouteRow row) => [.. JsonNode.Parse(row.Body!)!.AsObject().Select(static field => field.Key), "settings"];

    /// <summary>By hand, because no writer writes what is meant.</summary>
    private static string WithField(RouteRow row, string name, string value)
    {
        var others = JsonNode.Parse(row.Body!)!.AsObject().Where(field => field.Key != name).Select(static field => $"{Quoted(field.Key)}:{field.Value?.ToJsonString() ?? "null"}");
        return $"{{{string.Join(',', [.. others, $"{Quoted(name)}:{value}"])}}}";
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
