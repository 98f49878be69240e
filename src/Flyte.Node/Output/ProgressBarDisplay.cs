using Flyte.Actors;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Flyte.Node.Output;

/// <summary>A bar that moves on a terminal, and goes when the run is over.</summary>
internal sealed class ProgressBarDisplay(NodeConsole console, Screen screen, int? expected) : ProgressDisplay(console, expected)
{
    private const int RoomForText = 72;

    private readonly NodeConsole console = console;

    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(100);

    internal override async Task ShowAsync(Func<CancellationToken, Task<RunInfo>> read, CancellationToken over)
    {
        var counts = new CountsColumn();
        var progress = new Progress(console.Error)
        {
            AutoClear = true,
            AutoRefresh = false,
        }.Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = Math.Clamp(console.Error.Profile.Width - RoomForText, 8, 40) }, counts);
        screen.BarStarts();
        try
        {
            await progress.StartAsync(context =>
            {
                var bar = context.AddTask("…");
                return FollowAsync(read, (run, perSecond) =>
                {
                    counts.Text = run.Notice is null ? ProgressText.Short(run.Items, perSecond) : OneLine.Of(run.Notice);
                    bar.Description = Markup.Escape(run.Task);
                    bar.IsIndeterminate = run.Items.MoreToCome;
                    bar.MaxValue = Math.Max(1, run.Items.Total);
                    bar.Value = run.Items.Done;
                    context.Refresh();
                }, over);
            }).ConfigureAwait(false);
        }
        finally
        {
            screen.BarEnds();
        }
    }

    private sealed class CountsColumn : ProgressColumn
    {
        internal string Text { get; set; } = "";

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(Text) { Overflow = Overflow.Ellipsis };
    }
}
