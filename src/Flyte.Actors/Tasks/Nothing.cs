namespace Flyte.Actors;

/// <summary>The input of a task without inputs, and the result of one without a result; an empty object in JSON.</summary>
public readonly record struct Nothing;
