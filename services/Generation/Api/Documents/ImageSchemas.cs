using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NanoBanana.Generation.Api.Kie;
using NanoBanana.Generation.Inputs;

namespace NanoBanana.Generation.Api.Documents;

/// <summary>Describes the types that are read by converters of their own.</summary>
internal static class ImageSchemas
{
    private const string Description = "Base64 with or without a data: prefix, an http(s) address, or the name of one of the account's own images; PNG, JPEG or WebP.";

    public static void AddImageSchemas(this IServiceCollection services) => services.ConfigureAll<OpenApiOptions>(static options =>
        options.AddSchemaTransformer(static (schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(InlineImage))
                Describe(schema);
            else if (context.JsonTypeInfo.Type == typeof(KieInputImages))
                schema.AnyOf = [Describe(new OpenApiSchema()), new OpenApiSchema { Type = JsonSchemaType.Array, Items = Describe(new OpenApiSchema()), MinItems = 1, MaxItems = KieInputImages.Most }];
            return Task.CompletedTask;
        }));

    private static OpenApiSchema Describe(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.String;
        schema.Description = Description;
        return schema;
    }
}
