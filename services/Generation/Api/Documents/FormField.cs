using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace NanoBanana.Generation.Api.Documents;

/// <summary>A part of a form, as the document describes it.</summary>
/// <param name="Name">Of the part.</param>
/// <param name="Schema">What is in it; <paramref name="SchemaId"/> instead of what the document describes already.</param>
internal sealed record FormField(string Name, OpenApiSchema Schema, string? SchemaId = null)
{
    private const string ImageTypes = "image/png, image/jpeg, image/webp";

    /// <summary>Whether the call cannot do without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Of files, what may be in them.</summary>
    public string? ContentType { get; init; }

    public static FormField Text(string name, string description, int? most = null) =>
        new(name, new OpenApiSchema { Type = JsonSchemaType.String, Description = description, MaxLength = most });

    /// <param name="values">The one that holds without it first.</param>
    public static FormField OneOf(string name, string description, IEnumerable<string> values) =>
        new(name, new OpenApiSchema { Type = JsonSchemaType.String, Description = description, Enum = [.. values.Select(static value => JsonValue.Create(value))] });

    public static FormField Number(string name, string description, int least, int most, int usual) => new(name, new OpenApiSchema
    {
        Type = JsonSchemaType.Integer,
        Format = "int32",
        Description = description,
        Minimum = least.ToString(CultureInfo.InvariantCulture),
        Maximum = most.ToString(CultureInfo.InvariantCulture),
        Default = JsonValue.Create(usual),
    });

    public static FormField Flag(string name, string description) =>
        new(name, new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = description, Default = JsonValue.Create(false) });

    public static FormField Image(string name, string description) => new(name, ImageFile(description)) { ContentType = ImageTypes };

    /// <summary>A part for each, all of the same name.</summary>
    public static FormField Images(string name, string description, int most, int least = 0) => new(name, new OpenApiSchema
    {
        Type = JsonSchemaType.Array,
        Items = ImageFile(),
        Description = description,
        MinItems = least,
        MaxItems = most,
    })
    {
        ContentType = ImageTypes,
    };

    /// <summary>JSON in a part of its own.</summary>
    /// <param name="schemaId">As the document names it.</param>
    public static FormField Json(string name, string schemaId) => new(name, new OpenApiSchema(), schemaId) { ContentType = "application/json" };

    private static OpenApiSchema ImageFile(string? description = null) => new() { Type = JsonSchemaType.String, Format = "binary", Description = description };
}
