using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flyte.Actors.Payloads;

/// <summary>Writes a value tuple as a JSON array: the inputs of a task with several of them are one array.</summary>
internal sealed class TupleConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsValueType && typeToConvert.IsGenericType && typeof(ITuple).IsAssignableFrom(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(TupleConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class TupleConverter<TTuple> : JsonConverter<TTuple>
        where TTuple : struct, ITuple
    {
        private static readonly Type[] Parts = typeof(TTuple).GetGenericArguments();

        public override TTuple Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException($"An array of {Parts.Length} values is expected, not {reader.TokenType}.");
            }

            var values = new object?[Parts.Length];
            for (var i = 0; i < Parts.Length; i++)
            {
                if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
                {
                    throw new JsonException($"An array of {Parts.Length} values is expected, not of {i}.");
                }

                values[i] = JsonSerializer.Deserialize(ref reader, Parts[i], options);
            }

            if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
            {
                throw new JsonException($"An array of {Parts.Length} values is expected, not more.");
            }

            return (TTuple)Activator.CreateInstance(typeof(TTuple), values)!;
        }

        public override void Write(Utf8JsonWriter writer, TTuple value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            for (var i = 0; i < Parts.Length; i++)
            {
                JsonSerializer.Serialize(writer, value[i], Parts[i], options);
            }

            writer.WriteEndArray();
        }
    }
}
