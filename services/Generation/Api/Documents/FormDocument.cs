using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace NanoBanana.Generation.Api.Documents;

/// <summary>Describes forms. They are read part by part by endpoints of their own, which no description can be derived from; a path has one operation a method, for both.</summary>
internal static class FormDocument
{
    private const string Form = "multipart/form-data";
    private const string Json = "application/json";

    /// <param name="route">The endpoint that reads JSON at the same path.</param>
    /// <param name="answer">The schema of what the form is answered with, when that is something else.</param>
    public static TBuilder AlsoTakesForm<TBuilder>(this TBuilder route, IReadOnlyList<FormField> fields, string? answer = null)
        where TBuilder : IEndpointConventionBuilder => route.AddOpenApiOperationTransformer((operation, context, _) =>
    {
        operation.RequestBody!.Content![Form] = new OpenApiMediaType
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = fields.Where(static field => field.IsRequired).Select(static field => field.Name).ToHashSet(StringComparer.Ordinal),
                Properties = fields.ToDictionary(static field => field.Name, field => SchemaOf(field, context.Document), StringComparer.Ordinal),
            },
            Encoding = fields.Where(static field => field.ContentType is not null)
                .ToDictionary(static field => field.Name, static field => new OpenApiEncoding { ContentType = field.ContentType }, StringComparer.Ordinal),
        };
        if (answer is not null)
        {
            var made = operation.Responses!["200"].Content![Json];
            made.Schema = new OpenApiSchema { AnyOf = [made.Schema!, new OpenApiSchemaReference(answer, context.Document)] };
        }

        return Task.CompletedTask;
    });

    private static IOpenApiSchema SchemaOf(FormField field, OpenApiDocument? document) =>
        field.SchemaId is { } id ? new OpenApiSchemaReference(id, document) : field.Schema;
}
