export default function AudiencesPage() { return null }
