// The course inside a learning system: lms_launch.js, the page around this one, knows who the learner is and notes how far they are.
export function learningSystem() {
  try { return (parent !== window && parent.equityqiLms) || null; } catch { return null; } // a frame of somebody else's
}
