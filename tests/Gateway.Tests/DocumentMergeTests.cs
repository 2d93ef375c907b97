using System.Text.Json.Nodes;
using NanoBanana.Gateway.Docs;

namespace NanoBanana.Gateway.Tests;

/// <summary>One document for readers: all public routes, no internal one, no shape hidden by another of its name.</summary>
public sealed class DocumentMergeTests
{
    [Fact]
    public void TwoDocuments_Merged_HaveBothsRoutesAndNoInternalOnes()
    {
        var merged = DocumentMerge.Merge([Document("/v1/a", "A", "string"), Document("/internal/b", "B", "integer")]);
        merged["paths"]!.AsObject().Select(static pair => pair.Key).ShouldBe(["/v1/a"]);
        merged["components"]!["schemas"]!.AsObject().Select(static pair => pair.Key).ShouldBe(["A"]);
        ((string)merged["openapi"]!).ShouldStartWith("3.1");
    }

    [Fact]
    public void OneNameForTwoShapes_Merged_IsAnErrorThatNamesIt() =>
        Should.Throw<InvalidOperationException>(() => DocumentMerge.Merge([Document("/v1/a", "A", "string"), Document("/v1/b", "A", "integer")]))
            .Message.ShouldContain("'A'");

    private static JsonObject Document(string path, string schema, string type) => new()
    {
        ["paths"] = new JsonObject { [path] = new JsonObject { ["get"] = new JsonObject { ["$ref"] = "#/components/schemas/" + schema } } },
        ["components"] = new JsonObject { ["schemas"] = new JsonObject { [schema] = new JsonObject { ["type"] = type } } },
    };
}
