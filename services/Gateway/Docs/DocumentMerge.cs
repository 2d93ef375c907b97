using System.Text.Json.Nodes;

namespace NanoBanana.Gateway.Docs;

/// <summary>Merges OpenAPI documents: paths and schemas side by side, internal routes left out, one set of security schemes. Pure.</summary>
internal static class DocumentMerge
{
    public static JsonObject Merge(IEnumerable<JsonObject> documents)
    {
        var paths = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        var schemas = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            foreach (var (path, item) in document["paths"]?.AsObject() ?? [])
            {
                if (!path.StartsWith("/internal/", StringComparison.Ordinal) && item is not null)
                    paths[path] = item.DeepClone();
            }

            foreach (var (name, schema) in document["components"]?["schemas"]?.AsObject() ?? [])
            {
                if (schema is null)
                    continue;
                if (schemas.TryGetValue(name, out var known) && !JsonNode.DeepEquals(known, schema))
                    throw new InvalidOperationException($"Two services name different shapes '{name}': rename one of the records.");
                schemas[name] = schema.DeepClone();
            }
        }

        KeepReferenced(paths, schemas);
        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "NanoBanana",
                ["version"] = Health.GetHealth.Version,
                ["description"] = "Image generation behind one key. Sign up, make a key, make one call.",
            },
            ["paths"] = Object(paths),
            ["components"] = new JsonObject { ["schemas"] = Object(schemas), ["securitySchemes"] = SecuritySchemes() },
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }, new JsonObject { ["key"] = new JsonArray() }),
        };
    }

    /// <summary>Drops the shapes that only internal routes speak of.</summary>
    private static void KeepReferenced(SortedDictionary<string, JsonNode> paths, SortedDictionary<string, JsonNode> schemas)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<JsonNode>(paths.Values);
        while (waiting.TryDequeue(out var node))
        {
            foreach (var name in References(node))
            {
                if (schemas.TryGetValue(name, out var schema) && kept.Add(name))
                    waiting.Enqueue(schema);
            }
        }

        foreach (var name in schemas.Keys.Where(name => !kept.Contains(name)).ToList())
            schemas.Remove(name);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(static pair => pair.Key == "$ref"
            ? [((string)pair.Value!).Split('/')[^1]]
            : References(pair.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static JsonObject SecuritySchemes() => new()
    {
        ["bearer"] = new JsonObject
        {
            ["type"] = "http",
            ["scheme"] = "bearer",
            ["description"] = "An access token of /v1/auth/login, or an API key.",
        },
        ["key"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-API-Key", ["description"] = "An API key." },
    };

    private static JsonObject Object(SortedDictionary<string, JsonNode> entries)
    {
        var result = new JsonObject();
        foreach (var (name, node) in entries)
            result[name] = node;
        return result;
    }
}
