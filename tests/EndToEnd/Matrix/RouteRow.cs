namespace NanoBanana.EndToEnd.Matrix;

/// <summary>A method and path of the API, whom it lets in, and a request that it understands.</summary>
/// <param name="Route">As the document writes it: <c>GET /v1/keys/{key_id}</c>.</param>
/// <param name="Body">JSON, with <c>$0</c> and <c>$1</c> for the ids that <see cref="Things"/> made and <c>$new</c> for letters never used before; null for none.</param>
public sealed record RouteRow(string Route, Access Access, string? Body = null)
{
    /// <summary>Makes what the ids of path and body name, as the user; null when nobody owns it.</summary>
    public Func<MatrixFixture, Task<string[]>>? Things { get; init; }

    /// <summary>Whether what <see cref="Things"/> made is the user's alone.</summary>
    public bool IsOwned { get; init; } = true;

    /// <summary>Whether it ends the caller's token or changes the account, so that users come with accounts of their own.</summary>
    public bool ChangesCaller { get; init; }

    /// <summary>Ids of the path that name nothing that anybody owns.</summary>
    public string[] Ids { get; init; } = [];

    /// <summary>Whether an image may stand in its body, so that only far larger ones are too large.</summary>
    public bool TakesImages => Body?.Contains(RouteTable.Pixel, StringComparison.Ordinal) == true;

    public string Query { get; init; } = "";

    /// <summary>Whether it makes images or has to do with making them, so that a project's key may use it.</summary>
    public bool Generates { get; init; }

    /// <summary>What its owner is answered besides a success, where a provider or a signature is not at hand.</summary>
    public int[] AlsoAnswers { get; init; } = [];

    /// <summary>What others are answered about somebody's thing: as if it were missing.</summary>
    public int OfAnothers { get; init; } = 404;

    public HttpMethod Method => new(Route.Split(' ')[0]);

    public string Template => Route.Split(' ')[1];

    public Scope Scope => Method == HttpMethod.Get || Method == HttpMethod.Head ? Scope.Read : Generates ? Scope.Generate : Scope.Manage;

    /// <summary>Whether it refuses everybody by now.</summary>
    public bool IsClosed { get; init; }

    /// <summary>401 and 403 for who is refused, null for who is let in.</summary>
    public int? RefusalOf(Who who) => (Access, who) switch
    {
        _ when IsClosed => 403,
        (Access.None, _) or (Access.Optional, Who.Nobody) => null,
        (_, Who.Nobody) => 401,
        (Access.UserToken, Who.UserKey or Who.ProjectKey or Who.MasterKey) => 401,
        (Access.Key, Who.User or Who.OtherUser or Who.Admin) => 401,
        (Access.Admin, Who.Admin or Who.MasterKey) => null,
        (Access.Admin, _) => 403,
        (_, Who.ProjectKey) when Scope == Scope.Manage => 403,
        _ => null,
    };

    public HttpRequestMessage Request(IReadOnlyList<string> ids)
    {
        var request = new HttpRequestMessage(Method, PathWith(ids) + Query);
        if (Body is not null)
            request.Content = new StringContent(With(Body, ids), System.Text.Encoding.UTF8, "application/json");
        return request;
    }

    public string PathWith(IReadOnlyList<string> ids)
    {
        var number = 0;
        return string.Join('/', Template.Split('/').Select(part => part.StartsWith('{') ? Uri.EscapeDataString(ids[number++]) + VerbOf(part) : part));
    }

    /// <summary>What stands behind an id in its part of a path: <c>:generateContent</c>.</summary>
    public static string VerbOf(string part) => part[(part.IndexOf('}', StringComparison.Ordinal) + 1)..];

    private static string With(string text, IReadOnlyList<string> ids)
    {
        for (var i = 0; i < ids.Count; i++)
            text = text.Replace($"${i}", ids[i], StringComparison.Ordinal);
        return text.Replace("$new", Guid.NewGuid().ToString("n"), StringComparison.Ordinal);
    }

    public override string ToString() => Route;
}
