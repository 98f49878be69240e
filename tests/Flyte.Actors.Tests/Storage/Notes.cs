using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Serialization;
using Flyte.Actors.Storage;

namespace Flyte.Actors.Tests.Storage;

/// <summary>An event with a body of any size.</summary>
internal sealed record Note(int Number, byte[] Body)
{
    internal static Note OfSize(int number, int bytes)
    {
        var body = new byte[bytes];
        new Random(number).NextBytes(body);
        return new Note(number, body);
    }

    internal bool IsSame(Note other) => Number == other.Number && Body.AsSpan().SequenceEqual(other.Body);
}

/// <summary>Writes notes as they are: four bytes and the body.</summary>
internal sealed class NoteSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    internal const string Config = """
        akka.actor.serializers.note = "Flyte.Actors.Tests.Storage.NoteSerializer, Flyte.Actors.Tests"
        akka.actor.serialization-bindings."Flyte.Actors.Tests.Storage.Note, Flyte.Actors.Tests" = note
        akka.actor.serialization-settings.allow-unregistered-types = off
        akka.loglevel = WARNING
        akka.stdout-loglevel = OFF
        akka.loggers = []
        """;

    public override int Identifier => 7101;

    public override string Manifest(object o) => "n";

    public override byte[] ToBinary(object obj)
    {
        var note = (Note)obj;
        return [.. BitConverter.GetBytes(note.Number), .. note.Body];
    }

    public override object FromBinary(byte[] bytes, string manifest) => new Note(BitConverter.ToInt32(bytes), bytes[4..]);
}

/// <summary>Keeps notes; tells what it has kept so far.</summary>
internal sealed class NoteKeeper : UntypedPersistentActor
{
    private readonly List<Note> kept = [];

    public NoteKeeper(string id)
    {
        PersistenceId = id;
        JournalPluginId = StorePlugins.Journal;
        SnapshotPluginId = StorePlugins.NoSnapshots;
    }

    public override string PersistenceId { get; }

    protected override void OnCommand(object message)
    {
        var asker = Sender;
        switch (message)
        {
            case Keep keep:
                PersistAsync<object>(keep.Tag is null ? keep.Note : new Tagged(keep.Note, [keep.Tag]), _ =>
                {
                    kept.Add(keep.Note);
                    asker.Tell(new Kept(kept.Count));
                });
                break;
            case Recall:
                asker.Tell(new Recalled([.. kept]));
                break;
        }
    }

    protected override void OnRecover(object message)
    {
        if (message is Note note)
        {
            kept.Add(note);
        }
    }

    internal static Props Props(string id) => Akka.Actor.Props.Create(() => new NoteKeeper(id));

    internal sealed record Keep(Note Note, string? Tag = null);

    internal sealed record Kept(int Count);

    internal sealed record Recall;

    internal sealed record Recalled(IReadOnlyList<Note> Notes);
}
