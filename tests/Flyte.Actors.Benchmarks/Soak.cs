namespace Flyte.Actors.Benchmarks;

/// <summary>Whether a node that is kept at its limit stays as large as it was.</summary>
internal sealed class Soak : Benchmark
{
    private const int UsualSeconds = 60;
    private const double MemoryTimes = 1.1;
    private const double ResidentTimes = 1.15;
    private const int MoreHandles = 16;
    private const int MoreThreads = 8;
    private static readonly TimeSpan Beyond = TimeSpan.FromMinutes(2);

    // What the runtime makes once, and what the compiler makes of code that is called often, is not what grows with the runs.
    private const double WarmUp = 0.3;

    // How much is in hand changes from moment to moment: of the heap it counts what is there when there is little.
    private const double Least = 0.1;
    private const double Middle = 0.5;

    public override string Name => "soak";

    public override string Work => "a process kept at its limit with recorded maps, failures, retries, child runs, aborts, and streams that are read and left";

    public override async Task<Report> RunAsync(Settings settings)
    {
        var seconds = settings.Seconds ?? UsualSeconds;
        var figures = await MeasureAsync(seconds);
        var (heap, resident) = (figures.Halves(SoakChild.Heap, Least), figures.Halves(SoakChild.Resident, Middle));
        var (handles, threads) = (figures.Halves(SoakChild.Handles, Middle), figures.Halves(SoakChild.Threads, Middle));
        return new Report(
            [RowOf("managed heap", heap), RowOf("resident", resident), RowOf("handles", handles), RowOf("threads", threads)],
            [
                Goal.Under("managed heap after a collection, second half to first", heap.Times, MemoryTimes, "times"),
                Goal.Under("resident memory, second half to first", resident.Times, ResidentTimes, "times"),
                Goal.AtMost("open handles, second half", (long)handles.Second, (long)handles.First + MoreHandles),
                Goal.AtMost("threads, second half", (long)threads.Second, (long)threads.First + MoreThreads),
            ],
            [
                FormattableString.Invariant($"{figures.Last(SoakChild.Runs):#,0} runs in {seconds:#,0} s, every result checked; halves of what follows the first {WarmUp:0%}: of the heap the lowest tenth, of the others the median"),
                FormattableString.Invariant($"at the end {figures.Last(SoakChild.Recorded):#,0} runs are recorded in {figures.Last(SoakChild.Disk) >> 20:#,0} MiB; the first sample had {figures.First(SoakChild.Heap) >> 20:#,0} MiB of heap, the last one {figures.Last(SoakChild.Heap) >> 20:#,0}"),
            ]);

        Row RowOf(string @case, Halves halves) => new()
        {
            Bench = Name,
            Subject = Subject.Flyte,
            Case = @case,
            Items = (int)figures.Last(SoakChild.Items),
            Concurrency = SoakLoad.Concurrency,
            MedianMs = seconds * 1000.0,
            ItemsPerSecond = figures.Last(SoakChild.Items) / seconds,
            FirstHalf = (long)halves.First,
            SecondHalf = (long)halves.Second,
        };
    }

    private static async Task<Figures> MeasureAsync(int seconds)
    {
        using var folder = new TempFolder();
        await using var child = ChildProcess.Start(TimeSpan.FromSeconds(seconds) + Beyond, SoakChild.Name, FormattableString.Invariant($"{seconds}"), folder.Path);
        var figures = new Figures();
        await foreach (var (word, number) in child.LinesAsync())
        {
            figures.Add(word, number);
        }

        return figures;
    }

    private sealed class Figures
    {
        private readonly Dictionary<string, List<long>> samples = new(StringComparer.Ordinal);

        public void Add(string word, long number)
        {
            samples.TryAdd(word, []);
            samples[word].Add(number);
        }

        public long First(string word) => samples[word][0];

        public long Last(string word) => samples[word][^1];

        public Halves Halves(string word, double share)
        {
            var settled = samples[word].Skip((int)(samples[word].Count * WarmUp)).Select(number => (double)number).ToArray();
            return new Halves(At(settled[..(settled.Length / 2)]), At(settled[(settled.Length / 2)..]));

            double At(double[] half) => half.Order().ElementAt((int)(share * (half.Length - 1)));
        }
    }

    private sealed record Halves(double First, double Second)
    {
        public double Times => Second / First;
    }
}
