using System.Globalization;
using System.Text;
using LinqToDB;
using LinqToDB.Data;
using LinqToDB.Mapping;

namespace Flyte.Actors.Storage.Tables;

/// <summary>Rows that are inserted, or take the place of those with the same key, many with one statement.</summary>
internal static class Upserts
{
    private const int MostParameters = 900;

    /// <param name="connection">In a transaction.</param>
    /// <param name="rows">No two of the same key.</param>
    /// <param name="guard">When a row may take the place of one that is there (SQL; the new one is <c>excluded</c>).</param>
    internal static async Task UpsertAsync<T>(this DataConnection connection, IEnumerable<T> rows, string? guard = null)
        where T : class
    {
        var entity = connection.MappingSchema.GetEntityDescriptor(typeof(T));
        foreach (var chunk in rows.Chunk(MostParameters / entity.Columns.Count))
        {
            var values = from row in chunk from column in entity.Columns select (Row: row, Column: column);
            var parameters = values.Select((v, i) => new DataParameter(
                string.Create(CultureInfo.InvariantCulture, $"p{i}"), v.Column.GetProviderValue(v.Row), Type(connection, v.Column)));
            await connection.ExecuteAsync(Statement(entity, chunk.Length, guard), [.. parameters]).ConfigureAwait(false);
        }
    }

    // Without the length that the column's own type has by default, and that texts would be cut to.
    private static DataType Type(DataConnection connection, ColumnDescriptor column) =>
        connection.MappingSchema.GetDataType(column.MemberType).Type.DataType;

    private static string Statement(EntityDescriptor entity, int rows, string? guard)
    {
        var sql = new StringBuilder($"INSERT INTO {entity.Name.Name} ({string.Join(", ", entity.Columns.Select(c => c.ColumnName))}) VALUES ");
        for (var i = 0; i < rows * entity.Columns.Count; i++)
        {
            var place = i % entity.Columns.Count;
            sql.Append(i == 0 ? "(" : place == 0 ? "), (" : ", ").Append(CultureInfo.InvariantCulture, $"@p{i}");
        }

        var keys = entity.Columns.Where(c => c.IsPrimaryKey).Select(c => c.ColumnName);
        var others = entity.Columns.Where(c => !c.IsPrimaryKey).Select(c => $"{c.ColumnName} = excluded.{c.ColumnName}");
        sql.Append(") ON CONFLICT (").AppendJoin(", ", keys).Append(") DO UPDATE SET ").AppendJoin(", ", others);
        return guard is null ? sql.ToString() : sql.Append(" WHERE ").Append(guard).ToString();
    }
}
