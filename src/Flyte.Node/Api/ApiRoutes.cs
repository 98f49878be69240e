using Flyte.Node.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Flyte.Node.Api;

/// <summary>The paths of the web API.</summary>
internal static class ApiRoutes
{
    internal const string Base = "/api/v1";

    internal static void MapApi(this WebApplication app)
    {
        var all = app.MapGroup(Base);
        all.AddEndpointFilterFactory(KnownQuery.Check);
        Problems(all);
        var quick = all.MapGroup("");
        quick.WithRequestTimeout(RequestLimit.Policy);
        quick.MapGet("/tasks", TasksApi.ListAsync).WithSummary("The tasks of the node and of its cluster");
        quick.MapGet("/tasks/{name}", TasksApi.GetAsync).WithSummary("A task");
        quick.MapGet("/nodes", NodesApi.ListAsync).WithSummary("The nodes, with what they can do and have to do");
        MapRuns(quick);
        MapItems(quick);
        MapStreams(all);
    }

    private static void MapRuns(RouteGroupBuilder quick)
    {
        quick.MapGet("/runs", RunsApi.ListAsync).WithSummary("The runs, newest first");
        quick.MapGet("/runs/{id}", RunsApi.GetAsync).WithSummary("A run");
        quick.MapDelete("/runs/{id}", RunsApi.PurgeAsync).WithSummary("Remove a run that has ended, with all that is recorded of it");
        quick.MapPost("/runs/{id}/resize", RunsApi.ResizeAsync).WithSummary("Change the most bodies in flight");
        quick.MapPost("/runs/{id}/abort", RunsApi.AbortAsync).WithSummary("End a run: what is not done is recorded as aborted");
        quick.MapPost("/runs/{id}/rerun", RunsApi.RerunAsync).WithSummary("Run it again, in a run of its own");
        quick.MapPost("/runs/{id}/recover", RunsApi.RecoverAsync).WithSummary("Run again what did not succeed; what did keeps its result");
    }

    private static void MapItems(RouteGroupBuilder quick)
    {
        quick.MapGet("/runs/{id}/items", ItemsApi.ListAsync).WithSummary("The items of a run by index");
        quick.MapGet("/runs/{id}/failures", InsightApi.FailuresAsync).WithSummary("The failures of a run by kind");
        quick.MapGet("/runs/{id}/children", InsightApi.ChildrenAsync).WithSummary("The runs that the items of a run have called");
        quick.MapGet("/runs/{id}/activity", InsightApi.ActivityAsync).WithSummary("What the slots of a run did lately, and do");
        quick.MapGet("/runs/{id}/items/{index:int}", ItemsApi.GetAsync).WithSummary("An item");
        quick.MapPost("/runs/{id}/items/{index:int}/abort", ItemsApi.AbortAsync).WithSummary("End one item");
    }

    // These take as long as their run, or their reader.
    private static void MapStreams(RouteGroupBuilder all)
    {
        all.MapPost("/runs", StartApi.StartAsync)
            .WithSummary("Start a run")
            .WithDescription($"A task once, or a map: in one body, or, as {StartApi.Lines}, streamed, an input a line, of any length.")
            .Accepts<StartRequest>("application/json", StartApi.Lines)
            .Produces<RunDocument>(StatusCodes.Status201Created)
            .Produces<RunDocument>();
        all.MapGet("/runs/{id}/results", ResultsApi.ReadAsync)
            .WithSummary("The results of a run")
            .WithDescription($"A page; or, to a request that accepts {StartApi.Lines}, all from there to the end of the run as they come, a line each.")
            .Produces<ResultsDocument>(contentType: "application/json", additionalContentTypes: [StartApi.Lines]);
        all.MapGet("/runs/{id}/events", EventsApi.RunAsync).WithSummary("A run whenever it changes, as server-sent events 'run', and 'end' as the last one");
        all.MapGet("/runs/events", EventsApi.ListAsync).WithSummary("A page of runs whenever it changes, as server-sent events 'runs'");
    }

    private static void Problems(RouteGroupBuilder all)
    {
        foreach (var status in new[] { 400, 401, 403, 404, 409, 503 })
        {
            all.ProducesProblem(status);
        }
    }
}
