using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Flyte.Node.Api;

/// <summary>What the OpenAPI document says of the whole.</summary>
internal static class ApiDescription
{
    private const string Scheme = "key";

    internal static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) ?? false;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Flyte.Node";
            document.Info.Version = "v1";
            document.Info.Description =
                "Runs of tasks: start, watch, read and end them. Every request can be repeated. The id of a run that was called by another has slashes, which a path has as %2F.";
            document.Servers?.Clear();
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key of web:keys, where the node has any." },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
            return Task.CompletedTask;
        });
    }
}
