using System.Reflection;
using Flyte.Node.Commands;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Flyte.Node.Api;

/// <summary>Refuses parameters of a query that a request does not have: a mistyped filter would show everything.</summary>
internal static class KnownQuery
{
    internal static EndpointFilterDelegate Check(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        string[] known = [.. Names(endpoint.MethodInfo.GetParameters())];
        return invocation =>
        {
            foreach (var name in invocation.HttpContext.Request.Query.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
            {
                var meant = NearestName.Find(name, known);
                throw ApiException.Bad(
                    $"There is no parameter '{name}' in the query.{(meant is null ? "" : $" Did you mean '{meant}'?")}{(known.Length == 0 ? " This request has none." : $" It may have: {string.Join(", ", known)}.")}");
            }

            return next(invocation);
        };
    }

    private static IEnumerable<string> Names(ParameterInfo[] parameters) => parameters.SelectMany(parameter =>
        parameter.GetCustomAttribute<AsParametersAttribute>() is not null ? parameter.ParameterType.GetProperties().Select(property => property.GetCustomAttribute<FromQueryAttribute>()?.Name).OfType<string>()
        : IsText(parameter.ParameterType) ? [parameter.Name!]
        : Array.Empty<string>());

    private static bool IsText(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain.IsPrimitive || plain == typeof(string) || plain == typeof(string[]));
}
